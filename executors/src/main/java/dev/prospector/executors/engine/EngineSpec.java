package dev.prospector.executors.engine;

import java.io.Serializable;
import java.util.List;

/**
 * All that decides what an engine computes. It travels in place of the engine; equal specs share
 * one engine per JVM and device.
 *
 * @param bundle an embedded bundle's name or a bundle's directory
 * @param sampler its name
 * @param steps of the whole trajectory
 * @param guidance weight of classifier-free guidance; 1 is none
 * @param verifiers names, in the order of {@code Scores}
 * @param batch candidates per batch, short ones are padded: scores depend on it in their last
 *     digits
 */
public record EngineSpec(
    String bundle, String sampler, int steps, double guidance, List<String> verifiers, int batch)
    implements Serializable {

  public EngineSpec {
    if (steps < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "steps %d and batch %d, expected 1 or more".formatted(steps, batch));
    }
    verifiers = List.copyOf(verifiers);
  }
}
