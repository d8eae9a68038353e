package dev.prospector.jobs.command;

import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** How many columns help and lists have: those of the terminal that is standard output. */
final class HelpWidth {
  /** Where it is a file or a pipe. */
  static final int USUAL = 100;

  /** picocli takes no less. */
  static final int LEAST = 55;

  /** Longer lines are hard to read. */
  static final int MOST = 120;

  private static final Pattern COLUMNS = Pattern.compile("[1-9]\\d{0,5}");

  private HelpWidth() {}

  /** This process's: as its environment has it, or as {@code stty} knows it. */
  static int ofThisProcess() {
    return of(System.getenv(), Stty.ofOutput());
  }

  /**
   * Within what can be read.
   *
   * @param environment whose {@code COLUMNS} is the stronger
   * @param said by {@code stty size}; nothing where there is no terminal
   */
  static int of(Map<String, String> environment, String said) {
    String columns = environment.getOrDefault("COLUMNS", "");
    OptionalInt wanted =
        COLUMNS.matcher(columns).matches()
            ? OptionalInt.of(Integer.parseInt(columns))
            : Stty.columns(said);
    return wanted.isEmpty() ? USUAL : Math.max(LEAST, Math.min(MOST, wanted.getAsInt()));
  }
}
