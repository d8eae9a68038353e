package dev.prospector.jobs.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.input.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * All layers of a configuration laid over each other, key by key. The defaults name every key there
 * is. Whoever reads a key that holds something else than expected gets nothing, and a problem is
 * noted.
 */
final class Settings {
  static final String SPARK = "spark";

  /** Keys under which anything may stand, since others know what does. */
  private static final Set<String> OPEN =
      Set.of("verifier-options", "verifier-bundles", "algorithm-options", "devices");

  /** Of two keys that say the same in different units, the one in the stronger layer counts. */
  private static final Map<String, String> RIVALS =
      Map.of("candidates", "budget", "budget", "candidates");

  private final Map<String, ConfigValue> defaults = new TreeMap<>();
  private final Map<String, ConfigValue> values = new TreeMap<>();
  private final Map<String, String> spark = new TreeMap<>();
  private final Map<String, String> open = new TreeMap<>();
  private final Problems problems;

  private Settings(Problems problems) {
    this.problems = problems;
  }

  /**
   * Lays the sources over the defaults.
   *
   * @param defaults a resource; every known key stands in it, {@code null} if it has no default
   */
  static Settings of(
      String defaults, ConfigSources sources, Configuration conf, Problems problems) {
    Settings settings = new Settings(problems);
    settings.defaults.putAll(
        ConfigFactory.parseResources(Settings.class.getClassLoader(), defaults).root());
    settings.values.putAll(settings.defaults);
    sources.recorded().ifPresent(run -> settings.lay(Hocon.parse(run.json(), run.origin())));
    sources.file().ifPresent(file -> problems.collect(() -> settings.lay(Hocon.read(file, conf))));
    Map<String, ConfigValue> sets = new TreeMap<>();
    for (String set : sources.sets()) {
      settings.split(set, "--set").ifPresent(pair -> sets.put(pair.getKey(), pair.getValue()));
    }
    settings.lay(sets);
    Map<String, ConfigValue> flags = new TreeMap<>();
    sources
        .flags()
        .forEach((key, text) -> flags.put(key, ConfigValueFactory.fromAnyRef(text, "--" + key)));
    settings.lay(flags);
    for (String pair : sources.sparkConf()) {
      settings.split(pair, "--conf").ifPresent(p -> settings.laySpark(p.getKey(), p.getValue()));
    }
    return settings;
  }

  private Optional<Map.Entry<String, ConfigValue>> split(String pair, String flag) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      problems.add("%s was %s, expected key=value".formatted(flag, Problems.quote(pair)));
      return Optional.empty();
    }
    String key = pair.substring(0, equals).strip();
    String text = pair.substring(equals + 1).strip();
    return Optional.of(Map.entry(key, ConfigValueFactory.fromAnyRef(text, flag + " " + key)));
  }

  private void lay(Map<String, ConfigValue> layer) {
    for (Map.Entry<String, String> rival : RIVALS.entrySet()) {
      if (isSet(layer, rival.getKey()) && !isSet(layer, rival.getValue())) {
        values.put(rival.getValue(), ConfigValueFactory.fromAnyRef(null));
      }
    }
    layer.forEach(
        (key, value) -> {
          if (key.equals(SPARK) || key.startsWith(SPARK + ".")) {
            laySpark(key, value);
          } else if (OPEN.contains(key.replaceFirst("\\..*", ""))) {
            layOpen(key, value);
          } else if (values.containsKey(key)) {
            values.put(key, value);
          } else {
            problems.add(
                "%s: key '%s' is unknown; %s"
                    .formatted(
                        Hocon.place(value.origin()),
                        key,
                        NameSuggestions.hint(key, values.keySet())));
          }
        });
  }

  private static boolean isSet(Map<String, ConfigValue> layer, String key) {
    return layer.containsKey(key) && layer.get(key).valueType() != ConfigValueType.NULL;
  }

  private void laySpark(String key, ConfigValue value) {
    if (value instanceof ConfigObject object) {
      object.forEach((child, nested) -> laySpark(key + "." + child, nested));
    } else if (!key.startsWith(SPARK + ".") || value.valueType() == ConfigValueType.LIST) {
      wrong(key, value, "a Spark setting such as spark.executor.memory=8g");
    } else if (value.valueType() != ConfigValueType.NULL) {
      spark.put(key, String.valueOf(value.unwrapped()));
    }
  }

  private void layOpen(String key, ConfigValue value) {
    if (value instanceof ConfigObject object) {
      object.forEach((child, nested) -> layOpen(key + "." + child, nested));
    } else if (value.valueType() == ConfigValueType.LIST || OPEN.contains(key)) {
      wrong(key, value, "options with names, each a text or a number");
    } else if (value.valueType() != ConfigValueType.NULL) {
      open.put(key, String.valueOf(value.unwrapped()));
    }
  }

  /** What stands under a key under which anything may, by names without it. */
  Map<String, String> open(String key) {
    Map<String, String> under = new TreeMap<>();
    open.forEach(
        (name, value) -> {
          if (name.startsWith(key + ".")) {
            under.put(name.substring(key.length() + 1), value);
          }
        });
    return under;
  }

  /** Spark's settings by their full names. */
  Map<String, String> spark() {
    return spark;
  }

  boolean isSet(String key) {
    return isSet(values, key);
  }

  /** Whether a key was given, be it as what it is by default. */
  boolean isGiven(String key) {
    return isSet(key) && !values.get(key).origin().equals(defaults.get(key).origin());
  }

  /** Whether a key holds this text. */
  boolean isText(String key, String text) {
    ConfigValue value = values.get(key);
    return value.valueType() == ConfigValueType.STRING && text.equals(value.unwrapped());
  }

  /** Text that isn't blank. */
  Optional<String> text(String key) {
    Optional<String> text = scalar(key, "text");
    if (text.isPresent() && text.get().isBlank()) {
      wrong(key, "text that isn't blank");
      return Optional.empty();
    }
    return text;
  }

  /** An integer within a range. */
  Optional<Long> integer(String key, long min, long max) {
    return integer(key, min, max, "");
  }

  /**
   * An integer within a range.
   *
   * @param or what else would have been right, for messages
   */
  Optional<Long> integer(String key, long min, long max, String or) {
    String expected =
        or
            + (max == Long.MAX_VALUE
                ? "an integer of %d or more".formatted(min)
                : "an integer from %d to %d".formatted(min, max));
    return scalar(key, expected)
        .flatMap(
            text -> {
              try {
                long value = Long.parseLong(text);
                if (value >= min && value <= max) {
                  return Optional.of(value);
                }
              } catch (NumberFormatException e) {
                // Reported below, as what is out of range is.
              }
              wrong(key, expected);
              return Optional.empty();
            });
  }

  /** A finite number within a range. */
  Optional<Double> number(String key, double min, double max) {
    String expected = "a number from %s to %s".formatted(min, max);
    return scalar(key, expected)
        .flatMap(
            text -> {
              try {
                double value = Double.parseDouble(text);
                if (value >= min && value <= max) {
                  return Optional.of(value);
                }
              } catch (NumberFormatException e) {
                // Reported below, as what is out of range is.
              }
              wrong(key, expected);
              return Optional.empty();
            });
  }

  /** True or false. */
  Optional<Boolean> truth(String key) {
    Optional<String> text = scalar(key, "true or false");
    if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
      wrong(key, "true or false");
      return Optional.empty();
    }
    return text.map(Boolean::valueOf);
  }

  /** A list of texts, or one text with commas. */
  List<String> texts(String key) {
    if (values.get(key).valueType() == ConfigValueType.LIST) {
      List<?> items = (List<?>) values.get(key).unwrapped();
      return items.stream().map(String::valueOf).toList();
    }
    return scalar(key, "a list").stream()
        .flatMap(text -> List.of(text.split(",", -1)).stream())
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** Notes that what stands under a key under which anything may is wrong. */
  void wrong(String key, String found, String expected) {
    problems.add("%s was %s, expected %s".formatted(key, Problems.quote(found), expected));
  }

  /** Notes that a key holds something else than expected. */
  void wrong(String key, String expected) {
    wrong(key, values.get(key), expected);
  }

  private void wrong(String key, ConfigValue value, String expected) {
    String found = value.render(ConfigRenderOptions.concise());
    String place = Hocon.place(value.origin());
    problems.add(
        value.origin().lineNumber() < 0
            ? "%s was %s, expected %s".formatted(place, found, expected)
            : "%s: key '%s' was %s, expected %s".formatted(place, key, found, expected));
  }

  private Optional<String> scalar(String key, String expected) {
    ConfigValue value = values.get(key);
    switch (value.valueType()) {
      case NULL:
        return Optional.empty();
      case LIST, OBJECT:
        wrong(key, expected);
        return Optional.empty();
      default:
        return Optional.of(String.valueOf(value.unwrapped()));
    }
  }
}
