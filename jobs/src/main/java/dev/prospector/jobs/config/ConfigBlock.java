package dev.prospector.jobs.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.settings.SettingValues.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The keys of one object of a file. Each is asked for once; what nobody has asked for in the end is
 * unknown. What is wrong is collected, with the line and what was expected.
 */
public final class ConfigBlock {
  private final ConfigObject object;
  private final String path;
  private final Problems problems;
  private final TreeSet<String> known = new TreeSet<>();

  /**
   * A block.
   *
   * @param path its keys begin with, with a dot at the end; empty for the file's own
   */
  public ConfigBlock(ConfigObject object, String path, Problems problems) {
    this.object = object;
    this.path = path;
    this.problems = problems;
  }

  /**
   * All of a file.
   *
   * @param sets {@code key=value} that are laid over it
   * @param problems takes what is wrong with them
   * @throws dev.prospector.driver.input.InvalidInputException if the file is missing or not HOCON
   */
  public static ConfigBlock root(
      String file, List<String> sets, ConfigFiles files, Problems problems) {
    List<ConfigObject> layers = new ArrayList<>(List.of(Hocon.read(file, files)));
    for (String pair : sets) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        problems.add("--set was %s, expected key=value".formatted(Problems.quote(pair)));
      } else {
        String key = pair.substring(0, equals).strip();
        problems.collect(() -> layers.add(Hocon.value(key, pair.substring(equals + 1).strip())));
      }
    }
    ConfigObject root =
        layers.stream().reduce((weaker, stronger) -> stronger.withFallback(weaker)).orElseThrow();
    return new ConfigBlock(root, "", problems);
  }

  /**
   * A setting with the place where it stands.
   *
   * @param redaction learns what is secret in it
   */
  public static Given given(String key, ConfigValue value, Redaction redaction) {
    learn(key, value, redaction);
    int line = value.origin().lineNumber();
    String source = value.origin().description().replaceFirst(": " + line + "$", "");
    return new Given(value.unwrapped(), source, line);
  }

  private static void learn(String key, ConfigValue value, Redaction redaction) {
    if (value instanceof ConfigObject options) {
      options.forEach((name, one) -> learn(key + "." + name, one, redaction));
    } else if (value.unwrapped() instanceof String text) {
      redaction.learn(key, text);
    }
  }

  /** A text that isn't blank. */
  public Optional<String> text(String key) {
    return value(key)
        .flatMap(
            value -> {
              boolean isText =
                  value.unwrapped() instanceof String || value.unwrapped() instanceof Number;
              String text = String.valueOf(value.unwrapped());
              return isText && !text.isBlank() ? Optional.of(text) : wrong(key, value, "a text");
            });
  }

  /** True or false. */
  public boolean truth(String key, boolean otherwise) {
    return value(key)
        .flatMap(
            value -> {
              String text = String.valueOf(value.unwrapped());
              return text.equals("true") || text.equals("false")
                  ? Optional.of(text.equals("true"))
                  : wrong(key, value, "true or false");
            })
        .orElse(otherwise);
  }

  /**
   * A number.
   *
   * @param expected in words
   */
  public Optional<Double> number(String key, double least, double most, String expected) {
    return value(key)
        .flatMap(
            value -> {
              try {
                double number = Double.parseDouble(String.valueOf(value.unwrapped()));
                return number >= least && number <= most
                    ? Optional.of(number)
                    : wrong(key, value, expected);
              } catch (NumberFormatException e) {
                return wrong(key, value, expected);
              }
            });
  }

  /** One of a few words. */
  public <T> T word(String key, Map<String, T> words, T otherwise) {
    return value(key)
        .flatMap(
            value -> {
              T meant = words.get(String.valueOf(value.unwrapped()));
              return meant == null
                  ? wrong(key, value, String.join(" or ", new TreeSet<>(words.keySet())))
                  : Optional.of(meant);
            })
        .orElse(otherwise);
  }

  /** A text, or an object of keys. */
  public <T> Optional<T> either(
      String key,
      Function<String, Optional<T>> ofText,
      Function<ConfigBlock, Optional<T>> ofBlock) {
    return value(key)
        .flatMap(
            value ->
                value instanceof ConfigObject inner
                    ? ofBlock.apply(within(key, inner))
                    : text(key).flatMap(ofText));
  }

  /** What is made of its values; what is refused stands where the block does. */
  public <T> Optional<T> made(Supplier<T> of) {
    try {
      return Optional.of(of.get());
    } catch (IllegalArgumentException e) {
      String block = path.isEmpty() ? "" : path.substring(0, path.length() - 1) + ": ";
      problems.add("%s: %s%s".formatted(place(), block, e.getMessage()));
      return Optional.empty();
    }
  }

  /** The items of a list; one that is no list is a list of one. */
  public List<ConfigValue> items(String key) {
    return value(key)
        .map(value -> value instanceof ConfigList list ? List.copyOf(list) : List.of(value))
        .orElse(List.of());
  }

  /** Texts with the places where they stand. */
  public <T> List<T> texts(String key, BiFunction<String, String, T> made) {
    return items(key).stream()
        .filter(
            item -> {
              boolean isText = item.unwrapped() instanceof String text && !text.isBlank();
              return isText || wrong(key, item, "a list of texts").isPresent();
            })
        .map(item -> made.apply((String) item.unwrapped(), Hocon.place(item.origin())))
        .toList();
  }

  /** An object within; one without keys if there is none. */
  public ConfigBlock block(String key) {
    return optionalBlock(key).orElseGet(() -> within(key, none()));
  }

  /** An object within, if there is one. */
  public Optional<ConfigBlock> optionalBlock(String key) {
    return value(key)
        .flatMap(
            value ->
                value instanceof ConfigObject inner
                    ? Optional.of(within(key, inner))
                    : wrong(key, value, "an object of keys"));
  }

  /** One of its values, as a block. */
  public ConfigBlock within(String key, ConfigObject inner) {
    return new ConfigBlock(inner, path + key + ".", problems);
  }

  private static ConfigObject none() {
    return ConfigFactory.empty().root();
  }

  /** All its entries, none of which is unknown then. */
  public Map<String, ConfigValue> entries() {
    known.addAll(object.keySet());
    return new TreeMap<>(object);
  }

  /** All its texts, however deep they are nested, by their keys with dots in between. */
  public Map<String, String> flat() {
    Map<String, String> texts = new TreeMap<>();
    entries()
        .forEach(
            (key, value) -> {
              if (value instanceof ConfigObject inner) {
                within(key, inner).flat().forEach((name, one) -> texts.put(key + "." + name, one));
              } else {
                texts.put(key, String.valueOf(value.unwrapped()));
              }
            });
    return texts;
  }

  private Optional<ConfigValue> value(String key) {
    known.add(key);
    return Optional.ofNullable(object.get(key)).filter(value -> value.unwrapped() != null);
  }

  /** Says where it begins, for what is missing in it. */
  public String place() {
    return Hocon.place(object.origin());
  }

  /** Notes what is wrong with a value. */
  public <T> Optional<T> wrong(String key, ConfigValue value, String expected) {
    problems.add(
        "%s: key '%s%s' was %s, expected %s"
            .formatted(
                Hocon.place(value.origin()),
                path,
                key,
                value.unwrapped() instanceof String text ? Problems.quote(text) : value.unwrapped(),
                expected));
    return Optional.empty();
  }

  /** Notes the keys that nobody has asked for. */
  public void requireNoOthers() {
    new TreeMap<>(object)
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                String hint = NameSuggestions.hint(key, known);
                problems.add(
                    "%s: key '%s%s' is unknown; %s"
                        .formatted(Hocon.place(value.origin()), path, key, hint));
              }
            });
  }
}
