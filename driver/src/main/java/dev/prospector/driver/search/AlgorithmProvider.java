package dev.prospector.driver.search;

/**
 * Names an algorithm and makes it. One's own is found by {@link java.util.ServiceLoader}: one class
 * and one line in {@code META-INF/services}.
 */
public interface AlgorithmProvider {

  /** The name users type, in lower case. */
  String name();

  /** One line for the help text. */
  String description();

  /**
   * The algorithm over a space.
   *
   * @throws IllegalArgumentException if an option is wrong; the message names it
   */
  SearchAlgorithm create(SearchSpace space, Options options);
}
