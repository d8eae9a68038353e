package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A local file or directory that a command is to write, looked at before anything is computed for
 * it.
 */
final class OutFile {
  private static final Pattern URI = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):/.*");

  private OutFile() {}

  private static void requireLocal(String flag, Path path) {
    Matcher uri = URI.matcher(path.toString());
    if (uri.matches()) { // Which may have a password in it, and is taken for a path here.
      throw new InvalidInputException(
          "%s was a %s: URI, expected a path on this machine".formatted(flag, uri.group(1)));
    }
  }

  /**
   * Refuses a file that can't be made.
   *
   * @param flag that names it
   * @throws InvalidInputException saying why
   */
  static void require(String flag, Path file) {
    requireLocal(flag, file);
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory) || Files.isDirectory(file)) {
      throw new InvalidInputException(
          "%s was %s, expected a file in a directory that is there".formatted(flag, file));
    }
    if (!Files.isWritable(Files.exists(file) ? file : directory)) {
      throw new InvalidInputException("%s %s: can't be written".formatted(flag, file));
    }
  }

  /**
   * The same for a directory, which may be there already.
   *
   * @throws InvalidInputException if it can't be made or written to
   */
  static void requireDirectory(String flag, Path directory) {
    requireLocal(flag, directory);
    Path there = directory.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
      throw new InvalidInputException(
          "%s %s: can't be written, expected a directory".formatted(flag, directory));
    }
  }
}
