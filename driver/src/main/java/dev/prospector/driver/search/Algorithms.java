package dev.prospector.driver.search;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The algorithms by name: the one place to name a new one. */
public final class Algorithms {
  private static final List<AlgorithmProvider> OURS =
      List.of(
          new Named("random", "best of N", (space, options) -> new RandomSearch(space)),
          new Named(
              "zero-order", "neighbours of the best noise, round by round", ZeroOrderSearch::of),
          new Named("paths", "re-noises the best paths and denoises them again", PathSearch::of),
          new Named(
              "pruning", "starts many, goes on with the most promising", ProgressivePruning::of),
          new Named(
              "steps",
              "no search: the budget in steps",
              (space, options) -> new StepScaling(space)));

  private Algorithms() {}

  private record Named(
      String name,
      String description,
      BiFunction<SearchSpace, Options, SearchAlgorithm> constructor)
      implements AlgorithmProvider {

    @Override
    public SearchAlgorithm create(SearchSpace space, Options options) {
      return constructor.apply(space, options);
    }
  }

  /** Ours and those on the class path, by name. */
  public static Map<String, AlgorithmProvider> all() {
    Map<String, AlgorithmProvider> all = new TreeMap<>();
    OURS.forEach(provider -> all.put(provider.name(), provider));
    for (AlgorithmProvider provider : ServiceLoader.load(AlgorithmProvider.class)) {
      AlgorithmProvider twin = all.put(provider.name(), provider);
      if (twin != null) {
        throw new IllegalStateException(
            "two algorithms are called '%s': %s and %s"
                .formatted(
                    provider.name(), twin.getClass().getName(), provider.getClass().getName()));
      }
    }
    return all;
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
    Map<String, AlgorithmProvider> all = all();
    AlgorithmProvider provider = all.get(name);
    if (provider == null) {
      throw new IllegalArgumentException(
          "no algorithm '%s'; there are %s".formatted(name, String.join(", ", all.keySet())));
    }
    Options given = new Options(name, options);
    SearchAlgorithm algorithm = provider.create(space, given);
    given.requireAllKnown();
    return space.isFinal() ? algorithm : new FinalDenoising(algorithm, space);
  }
}
