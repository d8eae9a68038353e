package dev.prospector.executors.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

    private String place(String format) {
      String place = line < 0 ? source : "%s: line %d".formatted(source, line);
      return source.isEmpty() ? "" : format.formatted(place);
    }
  }

  /** Values of these keys; none is given yet. */
  public SettingValues(List<Key> keys) {
    for (Key key : keys) {
      this.keys.put(key.name(), key);
      addFormerNames(key);
    }
  }

  private void addFormerNames(Key key) {
    key.formerNames().forEach(former -> formerNames.put(former, key.name()));
  }

  /** The same with keys for options that lie in a map of options. */
  public SettingValues withOptions(String map, List<Key> options) {
    for (Key option : options) {
      optionsOf.put(option.name(), map);
      addFormerNames(option);
    }
    return this;
  }

  /** All names that may be given, former ones left out. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(keys.keySet());
    names.addAll(optionsOf.keySet());
    return names;
  }

  /** The name that somebody who mistyped one, maybe a former one, probably meant. */
  public Optional<String> nearest(String name) {
    Set<String> known = names();
    known.addAll(formerNames.keySet());
    return NearestName.of(name, known).map(near -> formerNames.getOrDefault(near, near));
  }

  /** Whether a name may be given; {@code verifier-options.vlm.model} may. */
  public boolean knows(String name) {
    String current = current(name);
    String map = first(current);
    return keys.containsKey(current)
        || optionsOf.containsKey(current)
        || (keys.containsKey(map) && keys.get(map).kind() == Key.Kind.OPTIONS);
  }

  /** What it is called now; of a dotted name, the map that it lies in may have had another. */
  private String current(String name) {
    String first = first(name);
    return formerNames.getOrDefault(first, first) + name.substring(first.length());
  }

  private static String first(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /**
   * Lays values over those that are there. Of two keys that say the same in different units, one
   * that is given here takes the other back.
   *
   * @throws IllegalArgumentException if a name is unknown, or one key by two of its names; nothing
   *     is laid then
   */
  public void lay(Map<String, Given> layer) {
    Map<String, Given> named = new LinkedHashMap<>();
    layer.forEach(
        (name, value) -> {
          if (named.put(requireKnown(name), value) != null) {
            throw givenTwice(current(name), layer);
          }
        });
    layer.keySet().forEach(this::noteRenamed);
    named.forEach(this::put);
    for (Key key : keys.values()) {
      Given other = named.get(key.setting().instead());
      Given own = named.get(key.name());
      if (other != null && other.value() != null && (own == null || own.value() == null)) {
        given.put(key.name(), new Given(Optional.empty(), other.source(), other.line()));
      }
    }
  }

  private String requireKnown(String name) {
    if (!knows(name)) {
      throw new IllegalArgumentException("key '%s' is unknown".formatted(name));
    }
    return current(name);
  }

  /** A layer need not have an order, so there is none that comes later and could count. */
  private IllegalArgumentException givenTwice(String key, Map<String, Given> layer) {
    String names =
        layer.keySet().stream()
            .filter(name -> current(name).equals(key))
            .sorted()
            .map(name -> "'%s'%s".formatted(name, layer.get(name).place(" (%s)")))
            .collect(Collectors.joining(" and "));
    return new IllegalArgumentException(
        "key '%s' was given as %s, expected once".formatted(key, names));
  }

  private void noteRenamed(String name) {
    String now = current(name);
    if (!now.equals(name)) {
      renamed.add("'%s' is now called '%s'".formatted(name, now));
    }
  }

  private void put(String name, Given value) {
    if (optionsOf.containsKey(name)) {
      option(optionsOf.get(name), name, value);
    } else if (!keys.containsKey(name)) {
      String map = first(name);
      option(map, name.substring(map.length() + 1), value);
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

  /** Whether a value is there; {@code verifier-options.vlm.model} may be one. */
  public boolean has(String name) {
    String map = first(name);
    return value(name) != null
        || (value(map) instanceof Map<?, ?> options
            && options.containsKey(name.substring(map.length() + 1)));
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
