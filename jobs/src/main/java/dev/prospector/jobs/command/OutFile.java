package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command is to write, looked at before anything is computed for it. */
final class OutFile {
  private OutFile() {}

  /**
   * Refuses a file that can't be made.
   *
   * @param flag that names it
   * @throws InvalidInputException saying why
   */
  static void require(String flag, Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory) || Files.isDirectory(file)) {
      throw new InvalidInputException(
          "%s was %s, expected a file in a directory that is there".formatted(flag, file));
    }
    if (!Files.isWritable(Files.exists(file) ? file : directory)) {
      throw new InvalidInputException("%s %s: can't be written".formatted(flag, file));
    }
  }
}
