package dev.prospector.driver.search;

import dev.prospector.executors.settings.Registry;
import java.util.List;
import java.util.Map;

/** The algorithms by name: the one place to name a new one of ours. */
public final class Algorithms {
  private static final Registry<AlgorithmProvider> ALGORITHMS =
      new Registry<>(
          AlgorithmProvider.class,
          "algorithm",
          List.of(
              new Named("random", "best of N", RandomSearch.class),
              new Named(
                  "zero-order",
                  "neighbours of the best noise, round by round",
                  ZeroOrderSearch.class),
              new Named(
                  "paths", "re-noises the best paths and denoises them again", PathSearch.class),
              new Named(
                  "pruning",
                  "starts many, goes on with the most promising",
                  ProgressivePruning.class),
              new Named("steps", "no search: the budget in steps", StepScaling.class)));

  private Algorithms() {}

  private record Named(String name, String description, Class<? extends SearchAlgorithm> algorithm)
      implements AlgorithmProvider {}

  /** Ours and those on the class path, sorted by name. */
  public static Map<String, AlgorithmProvider> all() {
    return ALGORITHMS.all();
  }

  /** Ours, in the order in which to explain them; their options are keys and flags of their own. */
  public static List<AlgorithmProvider> ours() {
    return ALGORITHMS.ours();
  }

  /**
   * The algorithm of this name over this space. Where a search's trajectories are not those of the
   * final image, the final ones follow the search.
   *
   * @param options by their names
   * @throws IllegalArgumentException if there is none, and the message lists those there are; or an
   *     option is unknown or wrong
   */
  public static SearchAlgorithm named(String name, SearchSpace space, Map<String, String> options) {
    SearchAlgorithm algorithm = ALGORITHMS.named(name).create(space, options);
    return space.isFinal() ? algorithm : new FinalDenoising(algorithm, space);
  }
}
