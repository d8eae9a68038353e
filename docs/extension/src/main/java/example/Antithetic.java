package example;

import dev.prospector.driver.search.AlgorithmProvider;
import dev.prospector.driver.search.Options;
import dev.prospector.driver.search.SearchAlgorithm;
import dev.prospector.driver.search.SearchSpace;

/** Offers {@link AntitheticSearch}; options would be read, with default and range, here. */
public final class Antithetic implements AlgorithmProvider {

  @Override
  public String name() {
    return "antithetic";
  }

  @Override
  public String description() {
    return "best of N noises, drawn in pairs n and -n";
  }

  @Override
  public SearchAlgorithm create(SearchSpace space, Options options) {
    return new AntitheticSearch(space);
  }
}
