package dev.prospector.driver.curation;

import dev.prospector.driver.input.Failures;
import dev.prospector.driver.input.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;

/** Why a night's work ended early, without what Spark says around it. */
final class FailedNight {
  private static final String DISK_FULL = "No space left on device";

  private FailedNight() {}

  /**
   * What to throw: of what a task found wrong with its input, that alone; a full disk or one that
   * does not answer as what it is, though Hadoop takes it for an error of the JVM; all else with
   * what it says.
   *
   * @param root of the data set
   */
  static RuntimeException of(Throwable failure, Path root) {
    Optional<IOException> disk = Optional.empty();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidInputException bad) {
        return bad;
      }
      if (disk.isEmpty()) {
        disk = disk(cause, failure);
      }
    }
    if (disk.isPresent()) {
      return new UncheckedIOException(
          "%s: can't be written (%s)".formatted(root, Failures.reason(disk.get())), disk.get());
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure.getMessage(), failure);
  }

  private static Optional<IOException> disk(Throwable cause, Throwable failure) {
    String message = cause.getMessage();
    if (message != null && message.contains(DISK_FULL)) {
      return Optional.of(new IOException(DISK_FULL, failure));
    }
    return cause instanceof FSError error
        ? Optional.of(new IOException(Failures.reason(error.getCause()), failure))
        : Optional.empty();
  }
}
