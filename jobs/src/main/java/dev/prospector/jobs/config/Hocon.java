package dev.prospector.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.input.InputFiles;
import dev.prospector.executors.input.InputLimit;
import dev.prospector.executors.input.Nesting;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** HOCON files on any Hadoop file system. */
final class Hocon {
  private Hocon() {}

  /**
   * Reads a file and what it includes, its substitutions resolved; {@code ${NAME}} falls back to
   * the environment.
   *
   * @throws InvalidInputException if a file is missing or not HOCON
   */
  static ConfigObject read(String file, Configuration conf) {
    try {
      return parse(new Path(file), file, 0, conf).resolve().root();
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

  /** A configuration in JSON that Prospector wrote itself. */
  static ConfigObject parse(String json, String origin) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON).setOriginDescription(origin);
    return ConfigFactory.parseString(json, options).root();
  }

  /** Where a value stands: its file and line, or what the origin is called. */
  static String place(ConfigOrigin origin) {
    int line = origin.lineNumber();
    return line < 0
        ? origin.description()
        : "%s: line %d".formatted(origin.description().replaceFirst(": " + line + "$", ""), line);
  }

  /**
   * Reads a file.
   *
   * @param depth how many files include each other on the way to it
   */
  private static Config parse(Path path, String name, int depth, Configuration conf) {
    if (depth > InputLimit.DEPTH) {
      throw new InvalidInputException(
          "%s: is included by %d files in a row, expected none that includes itself"
              .formatted(name, depth));
    }
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setOriginDescription(name)
            .setIncluder(new Beside(path, depth, conf));
    try (InputStream in = new HadoopFiles(conf).open(path)) {
      String text = InputFiles.text(InputFiles.bytes(in, InputLimit.CONFIGURATION));
      Nesting.require(text);
      return ConfigFactory.parseString(text, options);
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(name + ": no such file, expected a configuration in HOCON");
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s: can't be read (%s)".formatted(name, InputFiles.firstLine(e)));
    }
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

  /** Finds {@code include "name"} beside the including file, wherever that lies. */
  private record Beside(Path file, int depth, Configuration conf) implements ConfigIncluder {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      Path included = new Path(file.getParent(), what);
      return parse(included, included.toString(), depth + 1, conf).root();
    }
  }
}
