package dev.prospector.executors.bundle;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.prospector.executors.input.InputFiles;
import dev.prospector.executors.input.InputLimit;
import dev.prospector.executors.input.Nesting;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A JSON file that describes the files beside it. Keys are dotted, items of lists are numbered
 * ({@code text.tokenizers.0.length}); every complaint is an {@link IllegalArgumentException} that
 * names the file, the line, the key, what stands there and what was expected.
 */
public final class Manifest {
  private final String source;
  private final ConfigObject root;

  private Manifest(String source, ConfigObject root) {
    this.source = source;
    this.root = root;
  }

  /**
   * Reads a manifest.
   *
   * @param formats that the caller reads
   * @throws IllegalArgumentException if it is missing, not JSON or of another format
   */
  public static Manifest read(Path file, int... formats) {
    try {
      Manifest manifest = parse(file.toString(), InputFiles.bytes(file, InputLimit.MANIFEST));
      int format = manifest.integer("format");
      if (IntStream.of(formats).noneMatch(known -> known == format)) {
        throw manifest.invalid(
            "format", IntStream.of(formats).mapToObj(Integer::toString).collect(joining(" or ")));
      }
      return manifest;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(file + ": no such file, expected a manifest in JSON", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s: can't be read (%s)".formatted(file, InputFiles.firstLine(e)), e);
    }
  }

  /**
   * Reads a manifest from bytes.
   *
   * @param source what to call it in messages
   */
  public static Manifest parse(String source, byte[] json) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.JSON)
            .setOriginDescription(source)
            .setAllowMissing(false);
    try {
      String text = InputFiles.text(json);
      Nesting.require(text);
      return new Manifest(
          source, ConfigFactory.parseReader(new StringReader(text), options).root());
    } catch (ConfigException.Parse e) {
      throw new IllegalArgumentException(e.getMessage() + " (expected JSON)", e);
    } catch (ConfigException | IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: %s (expected a JSON object)".formatted(source, InputFiles.firstLine(e)), e);
    }
  }

  /** Whether the key is there and not null. */
  public boolean has(String key) {
    return find(key) != null;
  }

  /** A text. */
  public String string(String key) {
    return (String) typed(key, ConfigValueType.STRING, "a string").unwrapped();
  }

  /** A whole number. */
  public int integer(String key) {
    double value = number(key);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw invalid(key, "a whole number");
    }
    return (int) value;
  }

  /** A whole number of 1 or more. */
  public int positive(String key) {
    int value = integer(key);
    if (value < 1) {
      throw invalid(key, "1 or more");
    }
    return value;
  }

  /** A whole number from 1. */
  public int upTo(int most, String key) {
    int value = positive(key);
    if (value > most) {
      throw invalid(key, "1 to " + most);
    }
    return value;
  }

  /** True or false. */
  public boolean truth(String key) {
    return (Boolean) typed(key, ConfigValueType.BOOLEAN, "true or false").unwrapped();
  }

  /** One of several texts, and what it stands for. */
  public <T> T choice(String key, Map<String, T> choices) {
    T chosen = has(key) ? choices.get(string(key)) : null;
    if (chosen == null) {
      throw invalid(key, String.join(" or ", new TreeSet<>(choices.keySet())));
    }
    return chosen;
  }

  /** Name of a file that stands under {@code sha256}. */
  public String listedFile(String key) {
    String name = string(key);
    if (!sha256().containsKey(name)) {
      throw invalid(key, "a file that stands under sha256");
    }
    return name;
  }

  /** Keys of an object. */
  Set<String> keys(String key) {
    return ((ConfigObject) typed(key, ConfigValueType.OBJECT, "an object")).keySet();
  }

  /** How many items a list has. */
  public int items(String key) {
    return ((ConfigList) typed(key, ConfigValueType.LIST, "a list")).size();
  }

  /** Any number. */
  public double number(String key) {
    Number number = (Number) typed(key, ConfigValueType.NUMBER, "a number").unwrapped();
    return number.doubleValue();
  }

  /** A list of texts, in its order. */
  public List<String> strings(String key) {
    List<String> strings = new ArrayList<>();
    for (Object item : (List<?>) typed(key, ConfigValueType.LIST, "a list").unwrapped()) {
      if (!(item instanceof String string)) {
        throw invalid(key, "a list of strings");
      }
      strings.add(string);
    }
    return List.copyOf(strings);
  }

  /** A list of numbers, in its order. */
  public double[] numbers(String key) {
    List<?> items = (List<?>) typed(key, ConfigValueType.LIST, "a list").unwrapped();
    double[] numbers = new double[items.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!(items.get(i) instanceof Number number)) {
        throw invalid(key, "a list of numbers");
      }
      numbers[i] = number.doubleValue();
    }
    return numbers;
  }

  /** Key {@code sha256}: what every other file of the directory hashes to, by file name. */
  public Map<String, String> sha256() {
    Map<String, String> hashes = new TreeMap<>();
    ConfigValue object =
        typed("sha256", ConfigValueType.OBJECT, "an object of file names and hashes");
    ((ConfigObject) object)
        .forEach(
            (file, value) -> {
              String name = "sha256." + file;
              if (!(value.unwrapped() instanceof String hash) || !hash.matches("[0-9a-f]{64}")) {
                throw wrong(name, value, "64 hexadecimal digits in lower case");
              }
              if (!isInside(file)) {
                throw wrong(name, value, "a file inside the manifest's directory");
              }
              hashes.put(file, hash);
            });
    return hashes;
  }

  private static boolean isInside(String file) {
    try {
      Path path = Path.of(file);
      return !path.isAbsolute() && path.normalize().equals(path) && !path.startsWith("..");
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The complaint that a key is missing or holds something else than expected, to be thrown. */
  public IllegalArgumentException invalid(String key, String expected) {
    ConfigValue value = find(key);
    return value == null ? missing(key, expected) : wrong(key, value, expected);
  }

  /**
   * What is built from a key's values; what the building complains of is said of the key.
   *
   * @param key whose line is named
   */
  <T> T built(String key, Supplier<T> building) {
    try {
      return building.get();
    } catch (Complaint e) {
      throw e;
    } catch (IllegalArgumentException e) {
      ConfigValue value = find(key);
      throw new IllegalArgumentException(
          "%s: line %d: key '%s': %s"
              .formatted(source, value.origin().lineNumber(), key, e.getMessage()),
          e);
    }
  }

  private ConfigValue typed(String key, ConfigValueType type, String expected) {
    ConfigValue value = find(key);
    if (value == null || value.valueType() != type) {
      throw invalid(key, expected);
    }
    return value;
  }

  private ConfigValue find(String key) {
    ConfigValue parent = parent(key);
    String last = key.substring(key.lastIndexOf('.') + 1);
    ConfigValue value = null;
    if (parent instanceof ConfigObject object) {
      value = object.get(last);
    } else if (parent instanceof ConfigList list && last.matches("\\d{1,6}")) {
      int item = Integer.parseInt(last);
      value = item < list.size() ? list.get(item) : null;
    }
    return value == null || value.valueType() == ConfigValueType.NULL ? null : value;
  }

  private ConfigValue parent(String key) {
    int dot = key.lastIndexOf('.');
    return dot < 0 ? root : find(key.substring(0, dot));
  }

  private IllegalArgumentException wrong(String key, ConfigValue value, String expected) {
    return new Complaint(
        "%s: line %d: key '%s' was %s, expected %s"
            .formatted(
                source,
                value.origin().lineNumber(),
                key,
                value.render(ConfigRenderOptions.concise()),
                expected));
  }

  private IllegalArgumentException missing(String key, String expected) {
    ConfigValue parent = parent(key);
    return new Complaint(
        "%s: line %d: key '%s' missing, expected %s"
            .formatted(
                source, (parent == null ? root : parent).origin().lineNumber(), key, expected));
  }

  /** One that already says where. */
  private static final class Complaint extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    Complaint(String message) {
      super(message);
    }
  }
}
