package dev.prospector.executors.text;

import dev.prospector.executors.input.Excerpt;
import dev.prospector.executors.input.InputFiles;
import dev.prospector.executors.input.InputLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The one id of a class, by its number or by one of its names; for class-conditional models. The
 * empty text is the class "none".
 */
final class LabelTokenizer implements Tokenizer {
  private final Path file;
  private final Map<String, Integer> ids;
  private final int classes;
  private final int empty;

  private LabelTokenizer(Path file, Map<String, Integer> ids, int classes, int empty) {
    this.file = file;
    this.ids = ids;
    this.classes = classes;
    this.empty = empty;
  }

  /**
   * Reads the classes: a line has the names of one, separated by commas; its id is the number of
   * lines before it. Of a name that two classes have, the first keeps it.
   *
   * @param empty id of the empty text
   * @throws IllegalArgumentException if it can't be read
   */
  static LabelTokenizer read(Path labels, int empty) {
    List<String> lines;
    try {
      lines = InputFiles.lines(labels, InputLimit.VOCABULARY);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s: %s; expected a class a line".formatted(labels, InputFiles.firstLine(e)), e);
    }
    Map<String, Integer> ids = new HashMap<>();
    for (int line = 0; line < lines.size(); line++) {
      for (String name : lines.get(line).split(",", 0)) {
        ids.putIfAbsent(normal(name), line);
      }
    }
    return new LabelTokenizer(labels, ids, lines.size(), empty);
  }

  @Override
  public int length() {
    return 1;
  }

  @Override
  public long[] ids(String text) {
    return new long[] {
      find(text).orElseThrow(() -> new IllegalArgumentException(refusal(text).orElseThrow()))
    };
  }

  @Override
  public long[] mask(String text) {
    return new long[] {1};
  }

  @Override
  public Optional<String> loss(String text) {
    return Optional.empty();
  }

  @Override
  public Optional<String> refusal(String text) {
    return find(text).isPresent()
        ? Optional.empty()
        : Optional.of(
            "no class '%s', expected a number from 0 to %d or a name from %s"
                .formatted(Excerpt.of(text), classes - 1, file));
  }

  private Optional<Integer> find(String text) {
    String name = normal(text);
    if (name.isEmpty()) {
      return Optional.of(empty);
    }
    if (ids.containsKey(name)) {
      return Optional.of(ids.get(name));
    }
    try {
      int id = Integer.parseInt(name);
      return id >= 0 && id < classes ? Optional.of(id) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty(); // Neither a name nor a number: refused.
    }
  }

  private static String normal(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
