package dev.prospector.executors.verify.vlm;

import dev.prospector.executors.input.InputFiles;
import dev.prospector.executors.input.InputLimit;
import dev.prospector.executors.settings.Options;
import dev.prospector.executors.settings.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the grader is told to look at.
 *
 * @param file that holds it, where options are prepared; none once it was read
 * @param text itself; none of either for the paper's
 */
record Rubric(
    @Setting(
            name = Rubric.OPTION,
            label = "FILE",
            unset = "Ma et al.'s axes",
            help =
                "What to look at: a text file in UTF-8, read where the search starts; its text is recorded as rubric-text.")
        Optional<String> file,
    @Setting(
            name = "rubric-text",
            label = "TEXT",
            unset = "the file's",
            help = "The rubric itself, instead of a file.")
        Optional<String> text) {
  static final String OPTION = "rubric";
  private static final String DEFAULT = "/verifiers/vlm/rubric.txt";

  Rubric {
    if (file.isPresent() && text.isPresent()) {
      throw new IllegalArgumentException(
          "rubric was %s, expected one of rubric and rubric-text".formatted(file.get()));
    }
  }

  /** The five axes of Ma et al. 2025. */
  static String byDefault() {
    try (InputStream in = Rubric.class.getResourceAsStream(DEFAULT)) {
      if (in == null) {
        throw new IllegalStateException(DEFAULT + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(DEFAULT, e);
    }
  }

  /**
   * The same as text alone.
   *
   * @param options that it is one of, for messages
   * @throws IllegalArgumentException if the file can't be read, is not UTF-8 or blank
   */
  Rubric read(Options options) {
    return text.isPresent()
        ? this
        : new Rubric(
            Optional.empty(),
            Optional.of(file.map(path -> contents(path, options)).orElseGet(Rubric::byDefault)));
  }

  private static String contents(String file, Options options) {
    String expected = "a text file in UTF-8";
    try {
      String text = InputFiles.text(InputFiles.bytes(Path.of(file.strip()), InputLimit.RUBRIC));
      if (text.isBlank()) {
        throw options.wrong(OPTION, expected + "; it is blank");
      }
      return text;
    } catch (NoSuchFileException e) {
      throw options.wrong(OPTION, expected + "; there is no such file");
    } catch (IOException | InvalidPathException e) {
      throw options.wrong(OPTION, expected + "; it can't be read: " + InputFiles.firstLine(e));
    }
  }
}
