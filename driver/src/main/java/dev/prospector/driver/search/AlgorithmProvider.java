package dev.prospector.driver.search;

import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.Options;
import dev.prospector.executors.settings.Provider;
import dev.prospector.executors.settings.Settings;
import java.util.List;
import java.util.Map;

/**
 * Names an algorithm and makes it. One's own is found by {@link java.util.ServiceLoader}: one class
 * and one line in {@code META-INF/services}.
 */
public interface AlgorithmProvider extends Provider {

  /**
   * The algorithm: a record. Its components are the {@link SearchSpace} and its options, each a
   * {@link dev.prospector.executors.settings.Setting}, or records of these.
   */
  Class<? extends SearchAlgorithm> algorithm();

  @Override
  default List<Key> options() {
    return Settings.keys(algorithm().asSubclass(Record.class));
  }

  /**
   * The algorithm over a space.
   *
   * @param options by their names
   * @throws IllegalArgumentException if an option is unknown or wrong; the message names it
   */
  default SearchAlgorithm create(SearchSpace space, Map<String, String> options) {
    Options given = new Options("algorithm '%s'".formatted(name()), options);
    return algorithm().cast(given.read(algorithm().asSubclass(Record.class), space));
  }
}
