package dev.prospector.jobs.io;

import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.ResultColumns;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes one file's rows: skips the blank ones, names the others, refuses what can't be a prompt.
 */
final class PromptIntake {
  static final String PROMPT = "prompt";
  static final String ID = "id";

  private final String source;
  private final String unit;
  private final Problems problems = new Problems();
  private final List<Prompt> prompts = new ArrayList<>();
  private final Map<String, Long> places = new HashMap<>();
  private final Set<String> clashes = new HashSet<>();
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
    Long twin = places.putIfAbsent(id.strip(), place);
    if (twin != null) {
      problem(
          place,
          "id %s is also that of %s %d, expected unique ids"
              .formatted(Problems.quote(id.strip()), unit, twin));
    }
    columns.keySet().forEach(column -> requireFree(place, column));
    prompts.add(new Prompt(prompts.size(), id.strip(), text.strip(), columns));
  }

  /** A column's name as it stands in a header, a schema or a row. */
  void requireFree(long place, String column) {
    if (ResultColumns.isOwn(column) && !column.equals(PROMPT) && clashes.add(column)) {
      problem(
          place, "column '%s' is one of the results' own, expected another name".formatted(column));
    }
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
