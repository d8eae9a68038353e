package dev.prospector.executors.sampling;

import dev.prospector.executors.settings.Registry;
import java.util.List;
import java.util.Map;

/** The samplers by name: the one place to name a new one of ours. */
public final class Samplers {
  private static final Registry<SamplerProvider> SAMPLERS =
      new Registry<>(
          SamplerProvider.class,
          "sampler",
          List.of(
              new Named("euler", "order 1; the same map as DDIM's with eta 0", Euler.class),
              new Named("heun", "order 2 at two evaluations a step", Heun.class),
              new Named(
                  "dpmpp-2m",
                  "order 2 at one evaluation a step; can't stop on its way",
                  DpmPlusPlus2M.class),
              new Named(
                  "euler-ancestral",
                  "order 1, with new noise at each step",
                  EulerAncestral.class)));

  private Samplers() {}

  private record Named(String name, String description, Class<? extends Sampler> sampler)
      implements SamplerProvider {}

  /** Ours and those on the class path, sorted by name. */
  public static Map<String, SamplerProvider> all() {
    return SAMPLERS.all();
  }

  /** The one of this name, without options. */
  public static Sampler named(String name, ForwardProcess process) {
    return named(name, process, Map.of());
  }

  /**
   * The one of this name.
   *
   * @param process what the model was trained with
   * @param options by their names
   * @throws IllegalArgumentException if there is none of this name, and the message lists those
   *     there are; or an option is unknown or wrong
   */
  public static Sampler named(String name, ForwardProcess process, Map<String, String> options) {
    return SAMPLERS.named(name).create(process, options);
  }
}
