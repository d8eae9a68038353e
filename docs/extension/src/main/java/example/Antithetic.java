package example;

import dev.prospector.driver.search.AlgorithmProvider;

/** Offers {@link AntitheticSearch}. */
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
  public Class<AntitheticSearch> algorithm() {
    return AntitheticSearch.class;
  }
}
