package dev.prospector.driver.record;

import dev.prospector.executors.bundle.Checksums;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
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

  private static final Pattern BELOW = Pattern.compile("(?!\\.)[^/:]+(/(?!\\.)[^/:]+)*");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public CommittedFile {
    // A commit that somebody else hands in names nothing outside the run's directory.
    if (!BELOW.matcher(path).matches() || bytes < 0 || !SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "a commit names %s of %d bytes with SHA-256 %s, expected a file below the run's directory"
              .formatted(path, bytes, sha256));
    }
  }

  /**
   * What is wrong with a file that ought to be this one, in words; empty if it is.
   *
   * @throws IOException if it is there and can't be read
   */
  public Optional<String> difference(Path file, FileSystem files) throws IOException {
    try {
      FileStatus status = files.getFileStatus(file);
      long length = status.getLen();
      if (!DurableFile.isFile(file, files)) {
        return Optional.of("is no file");
      }
      if (length != bytes) {
        return Optional.of("has %,d bytes, expected %,d".formatted(length, bytes));
      }
      try (InputStream in = StoredFile.open(file, files, status)) {
        String digest = Checksums.of(in);
        return digest.equals(sha256)
            ? Optional.empty()
            : Optional.of("has SHA-256 %.12s…, expected %.12s…".formatted(digest, sha256));
      }
    } catch (FileNotFoundException e) {
      return Optional.of("is missing");
    } catch (ChecksumException e) { // Of a file system that keeps checksums of its own.
      return Optional.of("is damaged on its file system (%s)".formatted(e.getMessage()));
    }
  }
}
