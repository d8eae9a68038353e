package dev.prospector.driver.curation.sieve;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rules by their words: {@code score in top 20 % by category}, {@code at most 3 per prompt}, or an
 * expression of Spark SQL.
 */
public final class Sieves {
  private static final Pattern TOP =
      Pattern.compile(
          "(?<of>.+?)\\s+in\\s+top\\s+(?<share>\\d+(\\.\\d+)?)\\s*%(\\s+by\\s+(?<by>.+))?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern AT_MOST =
      Pattern.compile("at\\s+most\\s+(?<most>\\d+)\\s+per\\s+(?<per>.+)", Pattern.CASE_INSENSITIVE);

  private Sieves() {}

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException that says what was expected
   */
  public static Sieve of(String words) {
    String rule = words.strip();
    Matcher top = TOP.matcher(rule);
    if (top.matches()) {
      double percent = Double.parseDouble(top.group("share"));
      if (!(percent > 0 && percent <= 100)) {
        throw new IllegalArgumentException("a share above 0 and at most 100 %");
      }
      return new Top(rule, top.group("of"), percent, Optional.ofNullable(top.group("by")));
    }
    Matcher most = AT_MOST.matcher(rule);
    if (most.matches()) {
      long number = Long.parseLong(most.group("most"));
      if (number < 1) {
        throw new IllegalArgumentException("at most 1 or more");
      }
      return new AtMost(rule, number, most.group("per").strip());
    }
    return new Where(rule);
  }
}
