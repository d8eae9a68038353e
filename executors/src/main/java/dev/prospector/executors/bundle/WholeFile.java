package dev.prospector.executors.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files that appear under their names whole, in one move. Whoever writes holds a lock on the
 * directory, so what a killed writer left is written over by the next.
 */
final class WholeFile {
  private WholeFile() {}

  /** Where a file is written before it is whole; its directory is there afterwards. */
  static Path part(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return file.resolveSibling("." + file.getFileName() + ".part");
  }

  static void appear(Path part, Path file) throws IOException {
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static void write(Path file, byte[] bytes) throws IOException {
    Path part = part(file);
    Files.write(part, bytes);
    appear(part, file);
  }
}
