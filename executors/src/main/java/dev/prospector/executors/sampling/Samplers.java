package dev.prospector.executors.sampling;

import java.util.List;
import java.util.stream.Collectors;

/** The one place where samplers are named. */
public final class Samplers {
  private Samplers() {}

  /** All of them. */
  public static List<Sampler> all(ForwardProcess process) {
    return List.of(
        new Euler(), new Heun(), new DpmPlusPlus2M(process), new EulerAncestral(process));
  }

  /**
   * The one of this name.
   *
   * @param process what the model was trained with
   * @throws IllegalArgumentException if there is none of this name; the message lists those there
   *     are
   */
  public static Sampler named(String name, ForwardProcess process) {
    List<Sampler> all = all(process);
    return all.stream()
        .filter(sampler -> sampler.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    all.stream()
                        .map(Sampler::name)
                        .collect(
                            Collectors.joining(
                                ", ", "no sampler '" + name + "'; there are ", ""))));
  }
}
