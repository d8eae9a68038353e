package dev.prospector.driver.search;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The algorithms by name: the one place to name a new one. */
public final class Algorithms {
  private static final Map<String, Function<SearchSpace, SearchAlgorithm>> ALL =
      new TreeMap<>(Map.of("random", RandomSearch::new));

  private Algorithms() {}

  /** The names users may type, sorted. */
  public static Iterable<String> names() {
    return ALL.keySet();
  }

  /**
   * The algorithm of this name over this space.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static SearchAlgorithm named(String name, SearchSpace space) {
    Function<SearchSpace, SearchAlgorithm> constructor = ALL.get(name);
    if (constructor == null) {
      throw new IllegalArgumentException(
          "no algorithm '%s'; there are %s".formatted(name, String.join(", ", ALL.keySet())));
    }
    return constructor.apply(space);
  }
}
