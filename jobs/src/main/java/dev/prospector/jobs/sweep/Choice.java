package dev.prospector.jobs.sweep;

import com.typesafe.config.ConfigValue;
import dev.prospector.executors.settings.SettingValues.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One value of an axis, or several of them with each other: settings that an arm has.
 *
 * @param parts of the arm's name
 * @param given the settings with their places
 * @param told the same as texts, and the names of values that have some
 */
record Choice(List<String> parts, Map<String, Given> given, SortedMap<String, String> told) {
  static final Choice NONE = new Choice(List.of(), Map.of(), new TreeMap<>());

  /**
   * Of one setting.
   *
   * @param text its value, without secrets
   */
  static Choice of(String key, ConfigValue value, Given given, String text) {
    SortedMap<String, String> told = new TreeMap<>(Map.of(key, text));
    boolean isWord = value.unwrapped() instanceof String && text.matches("[^0-9.+-].*");
    String part = isWord ? plain(text) : plain(key) + "-" + plain(text);
    return new Choice(List.of(part), Map.of(key, given), told);
  }

  /** Both; what the other says of a setting counts. */
  Choice and(Choice other) {
    List<String> both = new ArrayList<>(parts);
    both.addAll(other.parts);
    Map<String, Given> all = new TreeMap<>(given);
    all.putAll(other.given);
    SortedMap<String, String> texts = new TreeMap<>(told);
    texts.putAll(other.told);
    return new Choice(both, all, texts);
  }

  /** The same under a name, as a value of an axis. */
  Choice named(String axis, String name) {
    SortedMap<String, String> texts = new TreeMap<>(told);
    texts.put(axis, name);
    return new Choice(List.of(plain(name)), given, texts);
  }

  /** A word tells by itself what it is of, a number does not. */
  String name() {
    return String.join("_", parts);
  }

  /** A value as people write it. */
  static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Choice::text).collect(Collectors.joining(","));
    }
    if (value instanceof Map<?, ?> map) {
      SortedMap<String, String> sorted = new TreeMap<>();
      map.forEach((key, one) -> sorted.put(String.valueOf(key), text(one)));
      return sorted.toString();
    }
    return value == null ? "none" : value.toString();
  }

  private static String plain(String text) {
    return text.replaceAll("[^A-Za-z0-9._+]+", "-").replaceAll("^[-.]+|-+$", "");
  }
}
