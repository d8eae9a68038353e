package dev.prospector.executors.settings;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * The numbers that a key takes.
 *
 * @param min the least, or what they are to be above
 * @param above whether {@code min} itself is out
 * @param max the largest
 */
public record Range(double min, boolean above, double max) {

  /** What a setting says, as far as its component's type reaches. */
  static Range of(Setting setting, Class<?> type) {
    boolean isInt = type == int.class || type == OptionalInt.class;
    return new Range(
        isInt ? Math.max(setting.min(), Integer.MIN_VALUE) : setting.min(),
        setting.above(),
        isInt ? Math.min(setting.max(), Integer.MAX_VALUE) : setting.max());
  }

  /** Whether it is one of them; NaN and infinity never are. */
  boolean contains(double value) {
    return (above ? value > min : value >= min) && value <= max && Double.isFinite(value);
  }

  /** To stand behind "a number"; empty if any will do. */
  @Override
  public String toString() {
    boolean top = max < Double.POSITIVE_INFINITY;
    if (above) {
      return " above " + plain(min) + (top ? ", " + plain(max) + " at most" : "");
    }
    if (min == Double.NEGATIVE_INFINITY) {
      return top ? " of %s at most".formatted(plain(max)) : "";
    }
    return top
        ? " from %s to %s".formatted(plain(min), plain(max))
        : " of %s or more".formatted(plain(min));
  }

  /** A number as people write it, without a needless fraction. */
  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%s", value);
  }
}
