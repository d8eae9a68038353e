package dev.prospector.executors.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One key of settings, as a record's component declares it.
 *
 * @param name as users write it
 * @param kind of its values
 * @param words the only texts it takes; none if it takes any
 * @param group the heading that it stands under; empty for none
 * @param setting its declaration
 */
public record Key(String name, Kind kind, List<String> words, String group, Setting setting) {

  /** What a value is. */
  public enum Kind {
    INTEGER,
    NUMBER,
    TRUTH,
    TEXT,
    TEXTS,
    NUMBERS,
    /** Options by names that are not ours to know. */
    OPTIONS
  }

  public Key {
    words = List.copyOf(words);
  }

  /** The flag, without its dashes. */
  public String flag() {
    return setting.flag().isEmpty() ? name : setting.flag();
  }

  /** Names that it had before. */
  public List<String> formerNames() {
    return List.of(setting.was());
  }

  /** What a value must be, for messages: "an integer from 1 to 10000". */
  public String expected() {
    String or = setting.auto().isEmpty() ? "" : setting.auto() + " or ";
    return or
        + switch (kind) {
          case INTEGER -> "an integer" + range();
          case NUMBER -> "a number" + range();
          case TRUTH -> "true or false";
          case TEXT -> words.isEmpty() ? "text that isn't blank" : String.join(" or ", words);
          case TEXTS -> "a list of names";
          case NUMBERS -> "a list of numbers" + range();
          case OPTIONS -> "options with names, each a text or a number";
        };
  }

  private String range() {
    boolean top = setting.max() < Double.POSITIVE_INFINITY;
    if (setting.above()) {
      return " above "
          + plain(setting.min())
          + (top ? ", " + plain(setting.max()) + " at most" : "");
    }
    boolean bottom = setting.min() > Double.NEGATIVE_INFINITY;
    return bottom && top
        ? " from %s to %s".formatted(plain(setting.min()), plain(setting.max()))
        : bottom ? " of %s or more".formatted(plain(setting.min())) : "";
  }

  /**
   * Takes a value as a file, a flag or a program gives it.
   *
   * @param raw a text, a number, a boolean, a list or a map
   * @return of the kind's Java type; null if it is the word that leaves it open
   * @throws IllegalArgumentException whose message is {@link #expected}
   */
  Object parse(Object raw) {
    if (kind == Kind.OPTIONS) {
      return options(raw);
    }
    if (kind == Kind.TEXTS || kind == Kind.NUMBERS) {
      return list(raw);
    }
    if (raw instanceof List || raw instanceof Map) {
      throw wrong();
    }
    String text = String.valueOf(raw).strip();
    if (!setting.auto().isEmpty() && text.equals(setting.auto())) {
      return null;
    }
    return switch (kind) {
      case INTEGER -> integer(text);
      case NUMBER -> number(text);
      case TRUTH -> truth(text);
      default -> text(String.valueOf(raw));
    };
  }

  private long integer(String text) {
    try {
      long value = Long.parseLong(text);
      requireInRange((double) value);
      return value;
    } catch (NumberFormatException e) {
      throw wrong();
    }
  }

  private double number(String text) {
    try {
      double value = Double.parseDouble(text);
      requireInRange(value);
      return value;
    } catch (NumberFormatException e) {
      throw wrong();
    }
  }

  private void requireInRange(double value) {
    boolean low = setting.above() ? value > setting.min() : value >= setting.min();
    if (!(low && value <= setting.max()) || !Double.isFinite(value)) {
      throw wrong();
    }
  }

  private boolean truth(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong();
    }
    return text.equals("true");
  }

  private String text(String text) {
    if (text.isBlank() || (!words.isEmpty() && !words.contains(text))) {
      throw wrong();
    }
    return text;
  }

  private List<Object> list(Object raw) {
    List<?> items =
        raw instanceof List<?> list ? list : Arrays.asList(String.valueOf(raw).split(",", -1));
    List<Object> taken = new ArrayList<>();
    for (Object item : items) {
      String text = String.valueOf(item).strip();
      if (!text.isEmpty()) {
        taken.add(kind == Kind.NUMBERS ? (Object) number(text) : text);
      }
    }
    if (taken.size() == 1 && taken.get(0).equals(setting.auto())) {
      return null;
    }
    return taken.size() == 1 && taken.get(0).equals(setting.none()) ? List.of() : taken;
  }

  private Map<String, String> options(Object raw) {
    if (!(raw instanceof Map<?, ?> map)) {
      throw wrong();
    }
    Map<String, String> options = new TreeMap<>();
    map.forEach((option, value) -> options.put(String.valueOf(option), String.valueOf(value)));
    return options;
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException(expected());
  }

  /** A number as people write it, without a needless fraction. */
  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%s", value);
  }
}
