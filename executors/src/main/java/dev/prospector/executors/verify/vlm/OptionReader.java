package dev.prospector.executors.verify.vlm;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Reads options that are texts; whatever is wrong is named, with what was expected. */
record OptionReader(Map<String, String> options) {

  String text(String key) {
    String found = options.get(key);
    if (found == null || found.isBlank()) {
      throw wrong(key, found, "a text");
    }
    return found.strip();
  }

  int whole(String key, int least, int most) {
    String found = text(key);
    try {
      int value = Integer.parseInt(found);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the message.
    }
    throw wrong(key, found, "a whole number from %d to %d".formatted(least, most));
  }

  double decimal(String key, double least, double most, String expected) {
    String found = text(key);
    try {
      double value = new BigDecimal(found).doubleValue();
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the message.
    }
    throw wrong(key, found, expected);
  }

  Duration seconds(String key, String least, String most) {
    double value =
        decimal(
            key,
            Double.parseDouble(least),
            Double.parseDouble(most),
            "seconds from %s to %s".formatted(least, most));
    return Duration.ofNanos(Math.round(value * 1e9));
  }

  /** Comma-separated names, each once. */
  List<String> names(String key) {
    String found = text(key);
    List<String> names = Arrays.stream(found.split(",", -1)).map(String::strip).toList();
    if (!names.stream().allMatch(name -> name.matches("[A-Za-z0-9_-]{1,64}"))
        || new HashSet<>(names).size() < names.size()) {
      throw wrong(
          key, found, "distinct names of letters, digits, '_' and '-', separated by commas");
    }
    return names;
  }

  static IllegalArgumentException wrong(String key, String found, String expected) {
    return new IllegalArgumentException(
        "verifier option '%s.%s': found %s, expected %s"
            .formatted(
                VlmGrader.NAME, key, found == null ? "nothing" : "'" + found + "'", expected));
  }
}
