package dev.prospector.jobs.config;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import dev.prospector.driver.input.Problems;
import java.io.File;
import java.net.URL;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * Finds {@code include "path"} from the including file's directory, wherever that lies. A
 * configuration says which files it is made of, and reaches for nothing else.
 *
 * @param file the including one
 * @param parser reads an included one
 */
record FilesBeside(Path file, Function<Path, ConfigObject> parser)
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  private static final Pattern SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]+:");

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    if (SCHEME.matcher(what).find()) {
      throw new ElsewhereException(what);
    }
    return parser.apply(new Path(file.getParent(), what));
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

  /** An include of what is no file beside the including one. */
  static final class ElsewhereException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;

    private ElsewhereException(String what) {
      super(what);
      this.what = what;
    }

    /** A sentence. The parser tells an includer no line, so it is looked for in the file's text. */
    String at(String file, String text) {
      List<String> lines = text.lines().toList();
      int line = 0;
      while (line < lines.size() - 1
          && !(lines.get(line).contains("include") && lines.get(line).contains(what))) {
        line++;
      }
      return "%s: line %d: includes %s, expected the path of a file beside it: neither URLs nor the class path are read"
          .formatted(file, line + 1, Problems.quote(what));
    }
  }
}
