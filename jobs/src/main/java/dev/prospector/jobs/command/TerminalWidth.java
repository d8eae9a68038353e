package dev.prospector.jobs.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many columns the terminal has that is standard error, as {@code stty} knows it; it may
 * change.
 */
final class TerminalWidth {
  /** Where nobody knows. */
  static final int USUAL = 80;

  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");
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
    try {
      Process stty =
          new ProcessBuilder("sh", "-c", "stty size <&2 2>/dev/null")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      Matcher size = SIZE.matcher(said);
      // A terminal that was never told its size says 0.
      knows = size.matches() && !size.group(1).equals("0");
      if (knows) {
        columns = Integer.parseInt(size.group(1));
      }
    } catch (IOException e) {
      knows = false; // There is no stty, or no terminal.
    }
  }
}
