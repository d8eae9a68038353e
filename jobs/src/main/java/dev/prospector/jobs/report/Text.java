package dev.prospector.jobs.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people write them. */
final class Text {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Text() {}

  static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  static String counted(long n, String what) {
    return count(n) + " " + what + (n == 1 ? "" : "s");
  }

  /** To the minute, in UTC: pages are read anywhere. */
  static String date(Instant time) {
    return DATE.format(time) + " UTC";
  }

  static String duration(double seconds) {
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    return count(whole / 3600) + " h " + whole % 3600 / 60 + " min";
  }

  static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%.2f" : "%,.0f", perSecond);
  }
}
