package dev.prospector.jobs.io;

import dev.prospector.driver.input.Problems;
import dev.prospector.driver.input.WritableText;
import dev.prospector.driver.record.ResultColumns;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes one file's rows: skips the blank ones, names the others, refuses what can't be a prompt.
 */
final class PromptIntake {
  static final String PROMPT = "prompt";
  static final String ID = "id";

  /** Letters of a text, and bytes of a line: what is longer is some other kind of file. */
  static final int LONGEST = 1 << 20;

  /** Each becomes one of the results, whose writer keeps pages of every one in memory. */
  private static final int MOST_COLUMNS = 1_000;

  private final String source;
  private final String unit;
  private final Problems problems = new Problems();
  private final List<Prompt> prompts = new ArrayList<>();
  private final Map<String, Long> places = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private int skipped;

  /**
   * An empty intake.
   *
   * @param source the file, for messages
   * @param unit what its places count: lines or rows
   */
  PromptIntake(String source, String unit) {
    this.source = source;
    this.unit = unit;
  }

  /** A blank line or a blank prompt. */
  void skip() {
    skipped++;
  }

  /**
   * A row.
   *
   * @param place its line or row, from 1
   * @param id the user's name for it; surrounding blanks are cut off
   * @param text likewise
   * @param columns the row's other columns
   */
  void row(long place, String id, String text, Map<String, String> columns) {
    if (text.isBlank()) {
      skip();
      return;
    }
    if (id.isBlank()) {
      problem(place, "id is blank, expected a name or no such column");
      return;
    }
    boolean hasName = isWritable(place, ID, id);
    if (!isWritable(place, PROMPT, text) || !hasName) {
      return;
    }
    Long twin = places.putIfAbsent(id.strip(), place);
    if (twin != null) {
      problem(
          place,
          "id %s is also that of %s %d, expected unique ids"
              .formatted(Problems.quote(id.strip()), unit, twin));
    }
    columns.forEach(
        (column, value) -> {
          requireName(place, column);
          isWritable(place, column, value);
        });
    prompts.add(new Prompt(prompts.size(), id.strip(), text.strip(), columns));
  }

  private boolean isWritable(long place, String column, String text) {
    Optional<String> refusal =
        text.length() > LONGEST
            ? Optional.of("has %,d letters, expected at most %,d".formatted(text.length(), LONGEST))
            : WritableText.refusal(text);
    refusal.ifPresent(why -> problem(place, "column %s %s".formatted(shown(column), why)));
    return refusal.isEmpty();
  }

  /**
   * A column's name as it stands in a header, a schema or a row; it is complained of once.
   *
   * @throws dev.prospector.driver.input.InvalidInputException if there are too many
   */
  void requireName(long place, String column) {
    if (!names.add(column)) {
      return;
    }
    if (names.size() > MOST_COLUMNS) {
      problem(place, "has more than %,d columns, expected fewer".formatted(MOST_COLUMNS));
      problems.throwIfAny();
    }
    if (column.isBlank()) {
      problem(place, "a column's name is blank, expected one with letters");
    } else if (ResultColumns.isOwn(column) && !column.equals(PROMPT)) {
      problem(
          place, "column '%s' is one of the results' own, expected another name".formatted(column));
    } else {
      WritableText.refusal(column)
          .ifPresent(why -> problem(place, "column name %s %s".formatted(shown(column), why)));
    }
  }

  /** A name in quotes, without letters that can't be printed. */
  private static String shown(String name) {
    return "'" + name.replaceAll("[\\p{Cntrl}\\p{Cs}]", "\uFFFD") + "'";
  }

  void problem(long place, String sentence) {
    problem("%s %d: %s".formatted(unit, place, sentence));
  }

  void problem(String sentence) {
    problems.add(source + ": " + sentence);
  }

  /**
   * All prompts.
   *
   * @throws dev.prospector.driver.input.InvalidInputException if there was a problem, or no prompt
   */
  PromptSet finish() {
    if (prompts.isEmpty() && !problems.any()) {
      problem(
          skipped == 0
              ? "is empty, expected at least one prompt"
              : "has blank prompts only (%d), expected at least one prompt".formatted(skipped));
    }
    problems.throwIfAny();
    return new PromptSet(prompts, skipped);
  }
}
