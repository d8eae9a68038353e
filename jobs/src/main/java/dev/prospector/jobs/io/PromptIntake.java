package dev.prospector.jobs.io;

import dev.prospector.driver.input.Problems;
import dev.prospector.driver.input.WritableText;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes one file's rows: finds the prompt's column, skips blank prompts, names the others, refuses
 * what can't be a prompt.
 */
public final class PromptIntake {
  /** Letters of a text, and bytes of a line: what is longer is some other kind of file. */
  static final int LONGEST = 1 << 20;

  /** Each becomes one of the results, whose writer keeps pages of every one in memory. */
  private static final int MOST_COLUMNS = 1_000;

  private static final String ONLY = "prompt";

  /** Nothing that can be seen: no-break spaces and those of no width are no prompts either. */
  private static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}\\p{Cf}\\x1C-\\x1F]*");

  private final String source;
  private final String unit;
  private final PromptColumns wanted;
  private final Problems problems = new Problems();
  private final List<Prompt> prompts = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Long> places = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final CarriedColumns carried = new CarriedColumns();
  private String promptColumn = ONLY;
  private Optional<String> idColumn = Optional.empty();
  private boolean areThere;
  private int blank;

  /**
   * An empty intake.
   *
   * @param source the file, for messages
   * @param unit what its places count: lines or rows
   * @param wanted which columns are what
   */
  public PromptIntake(String source, String unit, PromptColumns wanted) {
    this.source = source;
    this.unit = unit;
    this.wanted = wanted;
  }

  /** Finds the rows of a JSON document. */
  JsonRows jsonRows() {
    return new JsonRows(wanted);
  }

  /** A blank line or a blank prompt. */
  void skip() {
    blank++;
  }

  /**
   * Decides which columns are what.
   *
   * @param place where they stand
   * @param columns a header's, a schema's, or the first object's keys
   * @return whether there is one with prompts; a problem was noted if not
   */
  public boolean choose(long place, Collection<String> columns) {
    return choose(place, columns, "");
  }

  /**
   * Decides which columns are what.
   *
   * @param remark what else to say if they will not do
   */
  boolean choose(long place, Collection<String> columns, String remark) {
    areThere = true;
    Optional<String> prompt = wanted.promptIn(columns);
    if (prompt.isEmpty()) {
      problem(
          wanted.prompt().isPresent()
              ? "has the columns %s, expected '%s' among them"
                      .formatted(columns, wanted.prompt().get())
                  + remark
              : "has the columns %s, expected one of %s (in any case); --prompt-column names another"
                      .formatted(columns, String.join(", ", PromptColumns.PROMPTS))
                  + remark);
      return false;
    }
    if (wanted.missesId(columns)) {
      problem(
          "has the columns %s, expected '%s' among them"
                  .formatted(columns, wanted.id().orElseThrow())
              + remark);
      return false;
    }
    promptColumn = prompt.get();
    if (wanted.prompt().isEmpty() && !promptColumn.equals(ONLY)) {
      noteOtherPrompts(columns);
    }
    idColumn = wanted.idIn(columns).filter(column -> !column.equals(promptColumn));
    List<String> others = columns.stream().filter(this::isCarried).toList();
    others.forEach(column -> isName(place, column));
    carried.seek(others);
    return true;
  }

  private void noteOtherPrompts(Collection<String> columns) {
    String others =
        columns.stream()
            .filter(column -> !column.equals(promptColumn))
            .filter(column -> PromptColumns.FOUND.promptIn(List.of(column)).isPresent())
            .map(PromptIntake::shown)
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      note(
          "prompts are taken from column %s, not from %s; --prompt-column names another"
              .formatted(shown(promptColumn), others));
    }
  }

  /** The column that was chosen. */
  public String promptColumn() {
    return promptColumn;
  }

  Optional<String> idColumn() {
    return idColumn;
  }

  /** A row that is a prompt and nothing else; its number is its id. */
  void text(long place, String text) {
    row(place, place, Map.of(ONLY, text));
  }

  /**
   * A row.
   *
   * @param place its line or row, from 1
   * @param number its id, if it has none of its own
   * @param row its columns; a null is nothing
   */
  public void row(long place, long number, Map<String, String> row) {
    String text = row.get(promptColumn);
    if (text == null || BLANK.matcher(text).matches()) {
      skip();
      return;
    }
    String id = id(number, row);
    if (id == null || id.isBlank()) {
      problem(
          place,
          "column '%s' is %s, expected a name; --id-column none numbers the prompts"
              .formatted(idColumn.orElseThrow(), id == null ? "null" : "blank"));
      return;
    }
    boolean hasName = isWritable(place, idColumn.orElse("id"), id);
    if (!isWritable(place, promptColumn, text) || !hasName) {
      return;
    }
    Long twin = places.putIfAbsent(id.strip(), place);
    if (twin != null) {
      problem(
          place,
          "id %s is also that of %s %d, expected unique ids; --id-column none numbers the prompts"
              .formatted(Problems.quote(id.strip()), unit, twin));
    }
    prompts.add(new Prompt(prompts.size(), id.strip(), text.strip(), carried(place, row)));
  }

  private String id(long number, Map<String, String> row) {
    return idColumn.filter(row::containsKey).isPresent()
        ? row.get(idColumn.get())
        : Long.toString(number);
  }

  private Map<String, String> carried(long place, Map<String, String> row) {
    Map<String, String> others = new LinkedHashMap<>();
    row.forEach(
        (column, value) -> {
          if (isCarried(column) && isName(place, column)) {
            if (value != null) {
              isWritable(place, column, value);
            }
            others.put(carried.name(column), value);
          }
        });
    return others;
  }

  /** Whether results are to carry a column besides the prompt and its id. */
  public boolean isCarried(String column) {
    return !column.equals(promptColumn)
        && !column.equals(idColumn.orElse(null))
        && wanted.carries(column);
  }

  /** Says what a reader left out, or found. */
  public void note(String sentence) {
    notes.add(sentence);
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
   * Whether a column's name can be written; it is complained of once.
   *
   * @throws dev.prospector.driver.input.InvalidInputException if there are too many
   */
  private boolean isName(long place, String column) {
    Optional<String> refusal =
        column.isBlank()
            ? Optional.of("a column's name is blank, expected one with letters")
            : WritableText.refusal(column)
                .map(why -> "column name %s %s".formatted(shown(column), why));
    if (names.add(column)) {
      if (names.size() > MOST_COLUMNS) {
        problem(place, "has more than %,d columns, expected fewer".formatted(MOST_COLUMNS));
        problems.throwIfAny();
      }
      refusal.ifPresent(why -> problem(place, why));
    }
    return refusal.isEmpty();
  }

  /** A name in quotes, without letters that can't be printed. */
  private static String shown(String name) {
    return "'" + name.replaceAll("[\\p{Cntrl}\\p{Cs}]", "\uFFFD") + "'";
  }

  void problem(long place, String sentence) {
    problem("%s %d: %s".formatted(unit, place, sentence));
  }

  /** Notes what is wrong with the file. */
  public void problem(String sentence) {
    problems.add(source + ": " + sentence);
  }

  private void requireNamedColumns() {
    if (!areThere && !problems.any()) {
      requireNone("prompt-column", wanted.prompt());
      requireNone("id-column", wanted.id().filter(id -> !id.equals(PromptColumns.NONE)));
    }
    Set<String> there = new TreeSet<>(names);
    there.add(promptColumn);
    idColumn.ifPresent(there::add);
    for (String name : wanted.carried().orElse(List.of())) {
      if (!problems.any() && PromptColumns.named(name, there).isEmpty()) {
        problem("has no column '%s', which --columns names".formatted(name));
      }
    }
  }

  private void requireNone(String flag, Optional<String> column) {
    column.ifPresent(
        name -> problem("has no columns, expected '%s', which --%s names".formatted(name, flag)));
  }

  /**
   * All prompts.
   *
   * @throws dev.prospector.driver.input.InvalidInputException if there was a problem, or no prompt
   */
  public PromptSet finish() {
    if (prompts.isEmpty() && !problems.any()) {
      problem(
          blank == 0
              ? "is empty, expected at least one prompt"
              : "has blank prompts only (%d), expected at least one prompt".formatted(blank));
    }
    requireNamedColumns();
    problems.throwIfAny();
    notes.addAll(0, carried.notes());
    return new PromptSet(source, prompts, carried.count(), blank, notes);
  }
}
