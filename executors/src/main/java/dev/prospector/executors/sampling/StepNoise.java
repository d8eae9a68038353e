package dev.prospector.executors.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * The fresh noise of a stochastic sampler. It depends on the level alone, not on how often or in
 * which order it was asked, so a slice draws what the whole trajectory would have drawn there.
 */
@FunctionalInterface
public interface StepNoise {

  /** For deterministic samplers: they never draw. */
  StepNoise NONE =
      (manager, sigma) -> {
        throw new IllegalStateException("no step noise given, but drawn at sigma " + sigma);
      };

  /**
   * The noise for the step that arrives at this level.
   *
   * @param manager owns the result and will free it
   * @param sigma above 0
   * @return N(0, 1), of the sample's shape {@code [B,C,H,W]} and type
   */
  NDArray arrivingAt(NDManager manager, double sigma);
}
