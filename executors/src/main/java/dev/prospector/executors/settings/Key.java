package dev.prospector.executors.settings;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One key of settings, as a record's component declares it.
 *
 * @param name as users write it
 * @param kind of its values
 * @param words the only texts it takes; none if it takes any
 * @param range of its numbers
 * @param required whether there must be a value: it has no default and can't be left open
 * @param group the heading that it stands under; empty for none
 * @param setting its declaration
 */
public record Key(
    String name,
    Kind kind,
    List<String> words,
    Range range,
    boolean required,
    String group,
    Setting setting) {

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
  List<String> formerNames() {
    return List.of(setting.was());
  }

  /** What a value must be, for messages: "an integer from 1 to 10000". */
  public String expected() {
    String or = setting.auto().isEmpty() ? "" : setting.auto() + " or ";
    return or
        + switch (kind) {
          case INTEGER -> "an integer" + range;
          case NUMBER -> "a number" + range;
          case TRUTH -> "true or false";
          case TEXT -> words.isEmpty() ? "text that isn't blank" : String.join(" or ", words);
          case TEXTS -> "a list of names";
          case NUMBERS -> "a list of numbers" + range;
          case OPTIONS -> "options with names, each a text or a number";
        };
  }

  /**
   * Takes a value as a file, a flag or a program gives it.
   *
   * @param raw a text, a number, a boolean, a list or a map
   * @return of the kind's Java type; null if it is the word that leaves it open
   * @throws IllegalArgumentException whose message is {@link #expected}
   */
  public Object parse(Object raw) {
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
      // Double.parseDouble would take Java's literals too, such as 1d and 0x1p3.
      double value = new BigDecimal(text).doubleValue();
      requireInRange(value);
      return value;
    } catch (NumberFormatException e) {
      throw wrong();
    }
  }

  private void requireInRange(double value) {
    if (!range.contains(value)) {
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

  private List<?> list(Object raw) {
    List<?> items =
        raw instanceof List<?> list
            ? list
            : setting.repeats() ? List.of(raw) : Arrays.asList(String.valueOf(raw).split(",", -1));
    List<String> texts =
        items.stream()
            .map(item -> String.valueOf(item).strip())
            .filter(text -> !text.isEmpty())
            .toList();
    if (texts.equals(List.of(setting.auto()))) {
      return null;
    }
    if (texts.equals(List.of(setting.none()))) {
      return List.of();
    }
    return kind == Kind.TEXTS ? texts : texts.stream().map(this::number).toList();
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
}
