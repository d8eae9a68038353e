package dev.prospector.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** HOCON files on any Hadoop file system. */
final class Hocon {
  private static final Pattern SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]+:");

  private Hocon() {}

  /**
   * Reads a file and what it includes, its substitutions resolved; {@code ${NAME}} falls back to
   * the environment.
   *
   * @throws InvalidInputException if a file is missing or not HOCON
   */
  static ConfigObject read(String file, Configuration conf) {
    try {
      return parse(new Path(file), file, conf).resolve().root();
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

  private static Config parse(Path path, String name, Configuration conf) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setOriginDescription(name)
            .setIncluder(new Beside(path, conf));
    try (InputStream in = path.getFileSystem(conf).open(path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      try {
        return ConfigFactory.parseString(text, options);
      } catch (ElsewhereException e) {
        throw new InvalidInputException(e.at(name, text));
      }
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(name + ": no such file, expected a configuration in HOCON");
    } catch (IOException e) {
      throw new InvalidInputException("%s: can't be read (%s)".formatted(name, e.getMessage()));
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

  /** An include of what does not lie beside the including file. */
  private static final class ElsewhereException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;

    ElsewhereException(String what) {
      this.what = what;
    }

    /** The parser tells an includer no line, so it is looked for. */
    String at(String file, String text) {
      List<String> lines = text.lines().toList();
      int line = 0;
      while (line < lines.size()
          && !(lines.get(line).contains("include") && lines.get(line).contains(what))) {
        line++;
      }
      return "%s: line %d: includes %s, expected the path of a file beside it: neither URLs nor the class path are read"
          .formatted(file, line < lines.size() ? line + 1 : 1, Problems.quote(what));
    }
  }

  /**
   * Finds {@code include "path"} from the including file's directory, wherever that lies: a
   * configuration says which files it is made of, and reaches for nothing else.
   */
  private record Beside(Path file, Configuration conf)
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      if (SCHEME.matcher(what).find()) {
        throw new ElsewhereException(what);
      }
      Path included = new Path(file.getParent(), what);
      return parse(included, included.toString(), conf).root();
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      return include(context, what.getPath());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      throw new ElsewhereException(what.toString());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      throw new ElsewhereException(what);
    }
  }
}
