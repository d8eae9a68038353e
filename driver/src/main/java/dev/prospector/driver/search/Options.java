package dev.prospector.driver.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An algorithm's options as the user gave them. Whoever reads one states its default and what it
 * must be; what is wrong is an {@link IllegalArgumentException} that names it.
 */
public final class Options {
  private final String algorithm;
  private final Map<String, String> given;
  private final Set<String> asked = new HashSet<>();

  /**
   * Options by their keys, as text.
   *
   * @param algorithm whose they are, for messages
   */
  public Options(String algorithm, Map<String, String> given) {
    this.algorithm = algorithm;
    this.given = new TreeMap<>(given);
  }

  /** A whole number. */
  public int integer(String key, int preset, int min, int max) {
    double value = number(key, preset, min, max);
    if (value != Math.rint(value)) {
      throw wrong(key, "a whole number");
    }
    return (int) value;
  }

  /** A number within a range, both ends included. */
  public double number(String key, double preset, double min, double max) {
    asked.add(key);
    if (!given.containsKey(key)) {
      return preset;
    }
    String expected = "a number from %s to %s".formatted(text(min), text(max));
    double value = parse(key, given.get(key), expected);
    if (!(value >= min && value <= max)) {
      throw wrong(key, expected);
    }
    return value;
  }

  /** Numbers, separated by commas. */
  public List<Double> numbers(String key, List<Double> preset) {
    asked.add(key);
    if (!given.containsKey(key)) {
      return preset;
    }
    List<Double> numbers = new ArrayList<>();
    for (String part : given.get(key).split(",", -1)) {
      numbers.add(parse(key, part.strip(), "numbers separated by commas"));
    }
    return numbers;
  }

  /** One of some words. */
  public String word(String key, String preset, List<String> words) {
    asked.add(key);
    String word = given.getOrDefault(key, preset);
    if (!words.contains(word)) {
      throw wrong(key, String.join(" or ", words));
    }
    return word;
  }

  /** Refuses options that nobody asked for. */
  void requireAllKnown() {
    for (String key : given.keySet()) {
      if (!asked.contains(key)) {
        throw new IllegalArgumentException(
            "algorithm '%s' has no option '%s'; it has %s"
                .formatted(
                    algorithm,
                    key,
                    asked.isEmpty()
                        ? "none"
                        : String.join(", ", asked.stream().sorted().toList())));
      }
    }
  }

  /** The complaint that an option holds something else than expected, to be thrown. */
  public IllegalArgumentException wrong(String key, String expected) {
    return new IllegalArgumentException(
        "%s of algorithm '%s' was %s, expected %s"
            .formatted(key, algorithm, given.get(key), expected));
  }

  private double parse(String key, String text, String expected) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw wrong(key, expected);
    }
  }

  private static String text(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
