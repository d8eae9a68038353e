package dev.prospector.driver.search;

import dev.prospector.executors.settings.Provider;

/**
 * Names an algorithm and makes it. One's own is found by {@link java.util.ServiceLoader}: one class
 * and one line in {@code META-INF/services}.
 */
public interface AlgorithmProvider extends Provider {

  /**
   * The algorithm over a space.
   *
   * @throws IllegalArgumentException if an option is wrong; the message names it
   */
  SearchAlgorithm create(SearchSpace space, Options options);
}
