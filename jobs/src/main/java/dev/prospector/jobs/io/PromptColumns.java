package dev.prospector.jobs.io;

import dev.prospector.executors.candidate.Prompt;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which of a file's columns are what, as far as its reader was told; the others are found by names
 * that such columns go by, in any case and with blanks or dashes for underscores.
 *
 * @param prompt the column with what to draw
 * @param id the column with names; {@link #NONE} if there is none
 * @param carried the columns that results carry; all others if nothing was said
 * @param image the column with images to start from, which is carried in any case
 */
public record PromptColumns(
    Optional<String> prompt,
    Optional<String> id,
    Optional<List<String>> carried,
    Optional<String> image) {

  /** The word for no column. */
  public static final String NONE = "none";

  /** Nothing was said. */
  public static final PromptColumns FOUND =
      new PromptColumns(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Names of columns of prompts, the surest first. */
  static final List<String> PROMPTS =
      List.of(
          "prompt",
          "prompts",
          "prompt_text",
          "text_prompt",
          "positive_prompt",
          "caption",
          "captions",
          "text",
          "texts",
          "description",
          "sentence");

  private static final List<String> IDS = List.of("id", "prompt_id");
  private static final List<String> NEGATIVES = List.of(Prompt.NEGATIVE, "negativeprompt");

  /** The same, with images to start from in a column. */
  public PromptColumns startingFrom(Optional<String> column) {
    return new PromptColumns(prompt, id, carried, column);
  }

  /** The column with what to draw, if it is one of these. */
  Optional<String> promptIn(Collection<String> columns) {
    return prompt.isPresent() ? named(prompt.get(), columns) : known(PROMPTS, columns);
  }

  /** The column with names, if it is one of these and wanted. */
  Optional<String> idIn(Collection<String> columns) {
    return id.isPresent() ? named(id.get(), columns) : known(IDS, columns);
  }

  /** Whether a column was named that these do not have. */
  boolean missesId(Collection<String> columns) {
    return id.isPresent() && !id.get().equals(NONE) && idIn(columns).isEmpty();
  }

  /** The column with what images are led away from, if it is one of these. */
  static Optional<String> negativeIn(Collection<String> columns) {
    return columns.contains(Prompt.NEGATIVE)
        ? Optional.of(Prompt.NEGATIVE)
        : known(NEGATIVES, columns);
  }

  /** Whether results are to carry a column: a wanted one, or one that its images depend on. */
  boolean carries(String column) {
    return carried.isEmpty()
        || named(column, carried.get()).isPresent()
        || image.filter(column::equals).isPresent()
        || negativeIn(List.of(column)).isPresent();
  }

  /** A name as it was typed, or else the only one that differs from it in case alone. */
  static Optional<String> named(String name, Collection<String> columns) {
    if (columns.contains(name)) {
      return Optional.of(name);
    }
    List<String> alike = columns.stream().filter(name::equalsIgnoreCase).toList();
    return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
  }

  private static Optional<String> known(List<String> names, Collection<String> columns) {
    return names.stream()
        .flatMap(name -> columns.stream().filter(column -> plain(column).equals(name)))
        .findFirst();
  }

  private static String plain(String column) {
    return column.strip().toLowerCase(Locale.ROOT).replaceAll("[ -]+", "_");
  }
}
