package example;

import dev.prospector.executors.sampling.SamplerProvider;

/** Offers {@link MidpointMethod}. */
public final class Midpoint implements SamplerProvider {

  @Override
  public String name() {
    return "midpoint";
  }

  @Override
  public String description() {
    return "order 2 at two evaluations a step";
  }

  @Override
  public Class<MidpointMethod> sampler() {
    return MidpointMethod.class;
  }
}
