package dev.prospector.jobs.doctor;

import java.util.Locale;

/**
 * What one check found.
 *
 * @param remedy what to do; empty if all is well
 */
public record Finding(Level level, String subject, String found, String remedy) {

  /** How bad it is. */
  public enum Level {
    OK,
    /** It runs, but not as well as it could. */
    WARN,
    /** It won't run. */
    FAIL
  }

  static Finding ok(String subject, String found) {
    return new Finding(Level.OK, subject, found, "");
  }

  static Finding warn(String subject, String found, String remedy) {
    return new Finding(Level.WARN, subject, found, remedy);
  }

  static Finding fail(String subject, String found, String remedy) {
    return new Finding(Level.FAIL, subject, found, remedy);
  }

  /** One line. */
  @Override
  public String toString() {
    String line =
        String.format(
            Locale.ROOT, "%-5s %-10s %s", level.name().toLowerCase(Locale.ROOT), subject, found);
    return remedy.isEmpty() ? line : line + "; " + remedy;
  }
}
