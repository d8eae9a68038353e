package dev.prospector.jobs.fuzz;

import dev.prospector.jobs.command.Cli;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.opentest4j.AssertionFailedError;

/** Runs command lines. */
interface Commands extends AutoCloseable {
  /** The longest that a command may take which a bad input ends. */
  Duration LIMIT = Duration.ofSeconds(10);

  /**
   * How a command ended.
   *
   * @param exitCode {@link #NEVER} if it did not come to an end in time
   */
  record End(int exitCode, List<String> errors) {
    static final int NEVER = -1;
  }

  /** Runs one to its end. */
  End run(List<String> arguments) throws IOException;

  @Override
  default void close() {}

  /** In this JVM. */
  static Commands here() {
    return arguments -> {
      try {
        return Assertions.assertTimeoutPreemptively(LIMIT, () -> execute(arguments));
      } catch (AssertionFailedError e) {
        return new End(
            End.NEVER, List.of("it was at " + Arrays.toString(e.getCause().getStackTrace())));
      }
    };
  }

  /** Runs one in this thread. */
  static End execute(List<String> arguments) {
    StringWriter errors = new StringWriter();
    int exitCode =
        Cli.execute(
            new PrintWriter(new StringWriter(), true),
            new PrintWriter(errors, true),
            arguments.toArray(String[]::new));
    return new End(exitCode, errors.toString().lines().toList());
  }
}
