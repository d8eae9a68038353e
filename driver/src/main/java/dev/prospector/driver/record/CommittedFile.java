package dev.prospector.driver.record;

import dev.prospector.executors.bundle.Checksums;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file as its commit names it.
 *
 * @param path below the run's directory
 * @param bytes its length
 * @param sha256 of them all, in hex
 */
public record CommittedFile(String path, long bytes, String sha256) implements Serializable {

  public CommittedFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(sha256, "sha256");
  }

  /**
   * What is wrong with a file that ought to be this one, in words; empty if it is.
   *
   * @throws IOException if it is there and can't be read
   */
  public Optional<String> difference(Path file, FileSystem files) throws IOException {
    try {
      long length = files.getFileStatus(file).getLen();
      if (length != bytes) {
        return Optional.of("has %,d bytes, expected %,d".formatted(length, bytes));
      }
      try (InputStream in = files.open(file)) {
        String digest = Checksums.of(in);
        return digest.equals(sha256)
            ? Optional.empty()
            : Optional.of("has SHA-256 %.12s…, expected %.12s…".formatted(digest, sha256));
      }
    } catch (FileNotFoundException e) {
      return Optional.of("is missing");
    }
  }
}
