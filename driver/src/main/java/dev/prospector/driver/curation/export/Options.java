package dev.prospector.driver.curation.export;

import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.input.Problems;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** Options of an export as somebody gave them. */
final class Options {
  private final String kind;
  private final Map<String, String> given;
  private final Problems problems;
  private final TreeSet<String> known = new TreeSet<>();

  Options(String kind, Map<String, String> given, Problems problems) {
    this.kind = kind;
    this.given = new TreeMap<>(given);
    this.problems = problems;
  }

  /** A whole number from 1 to {@code most}. */
  long number(String name, long otherwise, long most) {
    return number(name, otherwise, 1, most);
  }

  /** A whole number from {@code least} to {@code most}. */
  long number(String name, long otherwise, long least, long most) {
    String range =
        most == Long.MAX_VALUE ? least + " or more" : "from %d to %d".formatted(least, most);
    return parsed(
        name,
        otherwise,
        Long::parseLong,
        number -> number >= least && number <= most,
        "a whole number " + range);
  }

  /** A number, 0 or more. */
  double real(String name, double otherwise) {
    return parsed(
        name,
        otherwise,
        Double::parseDouble,
        number -> number >= 0 && number < Double.POSITIVE_INFINITY,
        "a number 0 or more");
  }

  private <T> T parsed(
      String name, T otherwise, Function<String, T> read, Predicate<T> fits, String expected) {
    String value = text(name);
    if (value == null) {
      return otherwise;
    }
    try {
      T parsed = read.apply(value.strip());
      if (fits.test(parsed)) {
        return parsed;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    problems.wrong(key(name), value, expected);
    return otherwise;
  }

  /** A text; null if there is none. */
  String text(String name) {
    known.add(name);
    return given.get(name);
  }

  /** A text without which there is no export. */
  String matching(String name, String pattern, String expected) {
    String value = text(name);
    if (value == null || !value.matches(pattern)) {
      problems.wrong(key(name), value, expected);
      return "";
    }
    return value;
  }

  /** One of a few words; the first if none is given. */
  String choice(String name, List<String> words) {
    String value = text(name);
    if (value == null) {
      return words.get(0);
    }
    if (!words.contains(value)) {
      problems.wrong(key(name), value, NameSuggestions.oneOf(value, words));
    }
    return value;
  }

  /** Reports options that nobody has asked for. */
  void refuseOthers() {
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        problems.wrong(key(name), given.get(name), NameSuggestions.oneOf(name, known));
      }
    }
  }

  private String key(String name) {
    return kind + "." + name;
  }
}
