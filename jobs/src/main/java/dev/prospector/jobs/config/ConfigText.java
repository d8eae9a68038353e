package dev.prospector.jobs.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import dev.prospector.driver.search.AlgorithmProvider;
import dev.prospector.driver.search.Algorithms;
import dev.prospector.executors.settings.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings as HOCON that can be given back, each key explained by its own help. */
public final class ConfigText {
  private static final int WIDTH = 100;
  private static final String ALGORITHM_OPTIONS = "algorithm-options";

  private ConfigText() {}

  /** The defaults: {@code reference-search.conf}. */
  static String reference() {
    return "# What `prospector search` does unless told otherwise, in HOCON. Every key is also a flag"
        + " of the same name.\n"
        + "# What wins, from weak to strong: this file, --config FILE, --set key=value, the flags.\n"
        + of(defaults());
  }

  private static Map<String, Object> defaults() {
    Map<String, Object> defaults = new LinkedHashMap<>();
    for (Key key : JobSettings.keys()) {
      if (!key.setting().by().isEmpty()) {
        defaults.put(key.name(), plain(key, key.setting().by()));
      }
    }
    return defaults;
  }

  private static Object plain(Key key, String text) {
    return switch (key.kind()) {
      case INTEGER -> Long.valueOf(text);
      case NUMBER -> Double.valueOf(text);
      case TRUTH -> Boolean.valueOf(text);
      default -> text;
    };
  }

  /** These values; keys without one are null, which is what they are by default. */
  public static String of(Map<String, ?> values) {
    return of(values, Set.of());
  }

  /**
   * The same, where texts refer to variables of the environment as {@code ${NAME}}.
   *
   * @param variables their names; HOCON will find their values again
   */
  public static String of(Map<String, ?> values, Set<String> variables) {
    StringBuilder text = new StringBuilder();
    groups()
        .forEach(
            (heading, keys) -> {
              text.append("\n# --- ").append(heading).append("\n\n");
              keys.forEach(key -> append(key, values.get(key.name()), variables, text));
            });
    Map<?, ?> options = values.get(ALGORITHM_OPTIONS) instanceof Map<?, ?> given ? given : Map.of();
    for (AlgorithmProvider algorithm : Algorithms.ours()) {
      if (!algorithm.options().isEmpty()) {
        text.append("\n# --- Options of ").append(algorithm.name()).append("\n\n");
        algorithm.options().forEach(key -> append(key, options.get(key.name()), variables, text));
      }
    }
    return text.toString();
  }

  /** The keys under their headings. */
  public static Map<String, List<Key>> groups() {
    Map<String, List<Key>> groups = new LinkedHashMap<>();
    for (Key key : JobSettings.keys()) {
      groups.computeIfAbsent(key.group(), heading -> new ArrayList<>()).add(key);
    }
    return groups;
  }

  private static void append(Key key, Object value, Set<String> variables, StringBuilder text) {
    String help = key.setting().help();
    String preset = fallback(key);
    wrapped(preset.isEmpty() ? help : help + " Default: " + preset + ".")
        .forEach(line -> text.append("# ").append(line).append('\n'));
    boolean isNothing = value == null || (value instanceof Map<?, ?> map && map.isEmpty());
    String rendered =
        isNothing
            ? key.kind() == Key.Kind.OPTIONS ? "{}" : "null"
            : ConfigValueFactory.fromAnyRef(withoutOurs(key, value))
                .render(ConfigRenderOptions.concise());
    text.append(key.name()).append(" = ").append(substituted(rendered, variables)).append("\n\n");
  }

  /** HOCON substitutes outside of quotes only, and joins what stands side by side. */
  private static String substituted(String rendered, Set<String> variables) {
    String text = rendered;
    for (String name : variables) {
      String reference = "${" + name + "}";
      text =
          text.replace(reference, "\"" + reference + "\"")
              .replace("\"\"" + reference, reference)
              .replace(reference + "\"\"", reference);
    }
    return text;
  }

  /** Options that have keys of their own stand there. */
  private static Object withoutOurs(Key key, Object value) {
    if (!key.name().equals(ALGORITHM_OPTIONS) || !(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<String, Object> others = new LinkedHashMap<>();
    map.forEach((name, one) -> others.put(String.valueOf(name), one));
    Algorithms.ours().forEach(a -> a.options().forEach(o -> others.remove(o.name())));
    return others;
  }

  /** What holds where no value is given, for people; empty if nothing does. */
  public static String fallback(Key key) {
    return key.setting().by().isEmpty() ? key.setting().unset() : key.setting().by();
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
