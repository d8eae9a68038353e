package dev.prospector.jobs.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.regex.Pattern;

/** The environment, whose values say which variable they came from. */
final class Variables implements ConfigResolver {
  private static final String ORIGIN = "environment variable ";
  private static final Pattern NAMED = Pattern.compile(ORIGIN + "(\\w+)");

  /** The variables that a value was made of, alone or joined with other text. */
  static List<String> of(ConfigOrigin origin) {
    return NAMED
        .matcher(origin.description())
        .results()
        .map(found -> found.group(1))
        .filter(name -> System.getenv(name) != null)
        .toList();
  }

  @Override
  public ConfigValue lookup(String name) {
    String value = System.getenv(name);
    return value == null ? null : ConfigValueFactory.fromAnyRef(value, ORIGIN + name);
  }

  @Override
  public ConfigResolver withFallback(ConfigResolver fallback) {
    return this;
  }
}
