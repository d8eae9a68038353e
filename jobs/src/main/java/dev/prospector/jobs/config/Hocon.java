package dev.prospector.jobs.config;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.input.InputFiles;
import dev.prospector.executors.input.InputLimit;
import dev.prospector.executors.input.Nesting;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/** HOCON files on any Hadoop file system. */
public final class Hocon {
  /** How the library names what was made of several values. */
  private static final String MERGE = "merge of ";

  /** The library's own resolver does not say which variable a value came from. */
  private static final ConfigResolveOptions FROM_ENVIRONMENT =
      ConfigResolveOptions.noSystem().appendResolver(new Variables());

  private Hocon() {}

  /**
   * Reads a file and what it includes, its substitutions resolved; {@code ${NAME}} falls back to
   * the environment.
   *
   * @throws InvalidInputException if a file is missing or not HOCON
   */
  public static ConfigObject read(String file, ConfigFiles files) {
    try {
      return parse(new Path(file), file, 0, files).resolve(FROM_ENVIRONMENT).root();
    } catch (OutOfMemoryError e) {
      // A few lines that each say the one above twice stand for more than any memory holds.
      throw new InvalidInputException(
          file + ": is too large once its substitutions are put in, expected less of them");
    } catch (ConfigException e) {
      throw new InvalidInputException(describe(e, file));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("%s: can't be read (%s)".formatted(file, e.getMessage()));
    }
  }

  /**
   * What {@code --set} says of a key, such as {@code search.candidates}: a list or an object in
   * HOCON, or a text as it stands.
   *
   * @throws InvalidInputException if a list or an object is none
   */
  public static ConfigObject value(String key, String text) {
    try {
      Object value =
          text.startsWith("[") || text.startsWith("{")
              ? ConfigFactory.parseString("value = " + text).getValue("value").unwrapped()
              : text;
      return ConfigValueFactory.fromAnyRef(value, "--set").atPath(key).root();
    } catch (ConfigException e) {
      throw new InvalidInputException("--set %s is not HOCON (%s)".formatted(key, e.getMessage()));
    }
  }

  /** A configuration in JSON that Prospector wrote itself. */
  static ConfigObject parse(String json, String origin) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON).setOriginDescription(origin);
    return ConfigFactory.parseString(json, options).root();
  }

  /**
   * Where a value stands: its file and line, or what the origin is called; of one that was made of
   * several, all of them.
   */
  public static String place(ConfigOrigin origin) {
    int line = origin.lineNumber();
    if (origin.description().startsWith(MERGE)) {
      String parts = origin.description().substring(MERGE.length());
      return Stream.of(parts.split(",", -1))
          .map(Hocon::named)
          .map(part -> part.replaceFirst(": (\\d+)$", ": line $1"))
          .sorted()
          .distinct()
          .collect(joining(" and "));
    }
    return line < 0
        ? named(origin.description())
        : "%s: line %d".formatted(origin.description().replaceFirst(": " + line + "$", ""), line);
  }

  private static String named(String description) {
    return description.replaceFirst("^atPath\\((.*)\\)$", "--set $1");
  }

  /**
   * Reads a file.
   *
   * @param depth how many files include each other on the way to it
   */
  private static Config parse(Path path, String name, int depth, ConfigFiles files) {
    if (depth > InputLimit.DEPTH) {
      throw new InvalidInputException(
          "%s: is included by %d files in a row, expected none that includes itself"
              .formatted(name, depth));
    }
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setOriginDescription(name)
            .setIncluder(
                new FilesBeside(
                    path, file -> parse(file, file.toString(), depth + 1, files).root()));
    try (InputStream in = files.open(path)) {
      String text = InputFiles.text(InputFiles.bytes(in, InputLimit.CONFIGURATION));
      Nesting.require(text);
      try {
        return ConfigFactory.parseString(text, options);
      } catch (FilesBeside.ElsewhereException e) {
        throw new InvalidInputException(e.at(name, text));
      } catch (ConfigException e) {
        throw new InvalidInputException(describe(e, name, text));
      }
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(name + ": no such file, expected a configuration in HOCON");
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s: can't be read (%s)".formatted(name, InputFiles.firstLine(e)));
    }
  }

  /** What the parser met may be half of a secret. */
  private static String describe(ConfigException e, String file, String text) {
    int line = e.origin() == null ? 0 : e.origin().lineNumber();
    String setting = text.lines().skip(Math.max(0, line - 1)).findFirst().orElse("");
    String name = setting.replaceFirst("[=:].*", "").strip();
    return new Redaction().hides(name, "")
        ? "%s: is not HOCON; what stands there is not shown, since its name tells of a secret"
            .formatted(place(e.origin()))
        : describe(e, file);
  }

  private static String describe(ConfigException e, String file) {
    if (e.origin() == null) {
      return "%s: is not HOCON (%s)".formatted(file, e.getMessage());
    }
    String prefix = e.origin().description() + ": ";
    String message = e.getMessage();
    return "%s: is not HOCON (%s)"
        .formatted(
            place(e.origin()),
            message.startsWith(prefix) ? message.substring(prefix.length()) : message);
  }
}
