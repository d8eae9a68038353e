package dev.prospector.jobs.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many columns help and lists have: those of the terminal that is standard output. */
final class HelpWidth {
  /** Where it is a file or a pipe. */
  static final int USUAL = 100;

  /** picocli takes no less. */
  static final int LEAST = 55;

  /** Longer lines are hard to read. */
  static final int MOST = 120;

  private static final Pattern SIZE = Pattern.compile("\\d+ ([1-9]\\d{0,5})\\s*");
  private static final Pattern COLUMNS = Pattern.compile("[1-9]\\d{0,5}");

  private HelpWidth() {}

  /** This process's: as its environment has it, or as {@code stty} knows it. */
  static int ofThisProcess() {
    return of(System.getenv(), stty());
  }

  /**
   * Within what can be read.
   *
   * @param environment whose {@code COLUMNS} is the stronger
   * @param said by {@code stty size}; nothing where there is no terminal
   */
  static int of(Map<String, String> environment, String said) {
    String columns = environment.getOrDefault("COLUMNS", "");
    Matcher size = SIZE.matcher(said);
    // A terminal that was never told its size says 0.
    if (!COLUMNS.matcher(columns).matches() && !size.matches()) {
      return USUAL;
    }
    int wanted = Integer.parseInt(COLUMNS.matcher(columns).matches() ? columns : size.group(1));
    return Math.max(LEAST, Math.min(MOST, wanted));
  }

  /** It looks at this process's output, so that what it says comes another way. */
  private static String stty() {
    try {
      Process stty =
          new ProcessBuilder("sh", "-c", "stty size <&1 >&2 2>/dev/null")
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .start();
      return new String(stty.getErrorStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return ""; // There is no sh.
    }
  }
}
