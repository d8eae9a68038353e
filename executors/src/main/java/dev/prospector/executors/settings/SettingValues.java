package dev.prospector.executors.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Values of settings, laid over each other layer by layer, the weakest first, each with the place
 * where it stands. Former names are understood, and noted. Options that have keys of their own,
 * such as those of our algorithms, are put where the options lie.
 */
public final class SettingValues {
  private final Map<String, Key> keys = new LinkedHashMap<>();
  private final Map<String, String> formerNames = new TreeMap<>();
  private final Map<String, String> optionsOf = new TreeMap<>();
  private final Map<String, Given> given = new LinkedHashMap<>();
  private final List<String> renamed = new ArrayList<>();

  /**
   * A value as it was given.
   *
   * @param value a text, a number, a boolean, a list or a map; null to take back what a weaker
   *     layer says
   * @param source where it stands: a file, {@code --set}, a flag; empty for a program
   * @param line of the file; negative if there is none
   */
  public record Given(Object value, String source, int line) {

    /** What a program says. */
    public static Given of(Object value) {
      return new Given(value, "", -1);
    }
  }

  /** Values of these keys; none is given yet. */
  public SettingValues(List<Key> keys) {
    for (Key key : keys) {
      this.keys.put(key.name(), key);
      key.formerNames().forEach(former -> formerNames.put(former, key.name()));
    }
  }

  /** The same with keys for options that lie in a map of options. */
  public SettingValues withOptions(String map, List<Key> options) {
    options.forEach(option -> optionsOf.put(option.name(), map));
    return this;
  }

  /** All names that may be given, former ones left out. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(keys.keySet());
    names.addAll(optionsOf.keySet());
    return names;
  }

  /** Whether a name may be given; {@code verifier-options.vlm.model} may. */
  public boolean knows(String name) {
    String map = name.replaceFirst("\\..*", "");
    return keys.containsKey(name)
        || formerNames.containsKey(name)
        || optionsOf.containsKey(name)
        || (keys.containsKey(map) && keys.get(map).kind() == Key.Kind.OPTIONS);
  }

  /**
   * Lays values over those that are there. Of two keys that say the same in different units, one
   * that is given here takes the other back.
   *
   * @throws IllegalArgumentException if a name is unknown
   */
  public void lay(Map<String, Given> layer) {
    Map<String, Given> named = new LinkedHashMap<>();
    layer.forEach((name, value) -> named.put(current(name), value));
    named.forEach(this::put);
    for (Key key : keys.values()) {
      Given other = named.get(key.setting().instead());
      Given own = named.get(key.name());
      if (other != null && other.value() != null && (own == null || own.value() == null)) {
        given.put(key.name(), new Given(Optional.empty(), other.source(), other.line()));
      }
    }
  }

  private String current(String name) {
    if (!knows(name)) {
      throw new IllegalArgumentException("key '%s' is unknown".formatted(name));
    }
    String current = formerNames.getOrDefault(name, name);
    if (!current.equals(name)) {
      renamed.add("'%s' is now called '%s'".formatted(name, current));
    }
    return current;
  }

  private void put(String name, Given value) {
    if (optionsOf.containsKey(name)) {
      option(optionsOf.get(name), name, value);
    } else if (!keys.containsKey(name)) {
      int dot = name.indexOf('.');
      option(name.substring(0, dot), name.substring(dot + 1), value);
    } else if (keys.get(name).kind() == Key.Kind.OPTIONS
        && value.value() instanceof Map<?, ?> map) {
      map.forEach(
          (option, one) ->
              option(name, String.valueOf(option), new Given(one, value.source(), value.line())));
    } else if (value.value() == null) {
      given.remove(name);
    } else {
      given.put(name, value);
    }
  }

  /** One option; options of options are named with dots. */
  private void option(String map, String option, Given value) {
    if (value.value() instanceof Map<?, ?> nested) {
      nested.forEach(
          (name, one) ->
              option(map, option + "." + name, new Given(one, value.source(), value.line())));
      return;
    }
    Map<String, Object> options = new TreeMap<>();
    Given before = given.get(map);
    if (before != null && before.value() instanceof Map<?, ?> there) {
      there.forEach((name, one) -> options.put(String.valueOf(name), one));
    }
    if (value.value() == null) {
      options.remove(option);
    } else if (value.value() instanceof List<?> list) {
      List<String> items = list.stream().map(String::valueOf).toList();
      options.put(option, String.join(",", items));
    } else {
      options.put(option, value.value());
    }
    given.put(map, new Given(options, value.source(), value.line()));
  }

  /** A key's value; null if none is given, empty if a stronger layer took it back. */
  public Object value(String key) {
    Given found = given.get(key);
    return found == null ? null : found.value();
  }

  /** What was said of former names, each in a sentence's end. */
  public List<String> renamed() {
    return List.copyOf(renamed);
  }

  /**
   * What is wrong with a value, and where it stands.
   *
   * @param found the value as a message shows it, where it was not given as one text or number
   */
  public String sentence(String key, String found, String expected) {
    Given value = given.getOrDefault(key, Given.of(null));
    String shown = shown(value.value(), found);
    if (value.source().isEmpty()) {
      return "%s was %s, expected %s".formatted(key, shown, expected);
    }
    return value.line() < 0
        ? "%s was %s, expected %s".formatted(value.source(), shown, expected)
        : "%s: line %d: key '%s' was %s, expected %s"
            .formatted(value.source(), value.line(), key, shown, expected);
  }

  private static String shown(Object value, String otherwise) {
    if (value instanceof String text) {
      return '"' + text + '"';
    }
    return value instanceof Number || value instanceof Boolean ? value.toString() : otherwise;
  }
}
