package dev.prospector.jobs.command;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * How many columns the terminal has that is standard error, as {@code stty} knows it; it may
 * change.
 */
final class TerminalWidth {
  /** Where nobody knows. */
  static final int USUAL = 80;

  private static final long FRESH = TimeUnit.SECONDS.toNanos(2);

  private int columns = USUAL;
  private long asked;
  private boolean knows = true;

  /** Now, or a moment ago. */
  int columns() {
    if (knows && (asked == 0 || System.nanoTime() - asked > FRESH)) {
      asked = System.nanoTime();
      ask();
    }
    return columns;
  }

  private void ask() {
    OptionalInt found = Stty.columns(Stty.ofErrors());
    knows = found.isPresent();
    columns = found.orElse(columns);
  }
}
