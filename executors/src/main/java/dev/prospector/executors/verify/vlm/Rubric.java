package dev.prospector.executors.verify.vlm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the grader is told to look at. */
final class Rubric {
  private static final String DEFAULT = "/verifiers/vlm/rubric.txt";

  private Rubric() {}

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
   * The user's own.
   *
   * @throws IllegalArgumentException if it is no file, not UTF-8 or blank
   */
  static String read(String option, String file) {
    String expected = "a text file in UTF-8";
    try {
      String text = Files.readString(Path.of(file.strip()));
      if (text.isBlank()) {
        throw OptionReader.wrong(option, file, expected + "; it is blank");
      }
      return text;
    } catch (NoSuchFileException e) {
      throw OptionReader.wrong(option, file, expected + "; there is no such file");
    } catch (CharacterCodingException e) {
      throw OptionReader.wrong(option, file, expected + "; it is not UTF-8");
    } catch (IOException | InvalidPathException e) {
      throw OptionReader.wrong(option, file, expected + "; it can't be read: " + e);
    }
  }
}
