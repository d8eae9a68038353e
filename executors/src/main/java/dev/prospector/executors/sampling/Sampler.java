package dev.prospector.executors.sampling;

import ai.djl.ndarray.NDArray;

/**
 * Walks from noise to image along given levels. Keeps nothing between calls and is safe to call
 * from several threads.
 *
 * <p>The deterministic ones integrate {@code dx/dsigma = (x - D(x; sigma)) / sigma}. That is the
 * noise n for {@code x = x₀ + sigma n} and n - x₀ for {@code x = (1 - sigma) x₀ + sigma n}, in both
 * cases the slope of the process's own path; so one integrator serves both.
 */
public interface Sampler {

  /** The name users type, in lower case. */
  String name();

  /**
   * Integrates from the first level to the last.
   *
   * @param denoiser D(x; sigma), with conditions and guidance bound
   * @param x {@code [B,C,H,W]} at {@code sigmas[0]}; not changed
   * @param sigmas two or more strictly decreasing levels; where the last is 0 the result is clean
   * @param noise drawn from only if {@link #stochastic}
   * @return {@code [B,C,H,W]} at the last level, the one new array left in x's manager
   * @throws IllegalArgumentException if there are fewer than two levels or they don't fall
   */
  NDArray sample(Denoiser denoiser, NDArray x, double[] sigmas, StepNoise noise);

  /** Evaluations of D, per sample, over a whole trajectory that ends in 0. */
  default int nfe(int steps) {
    return steps;
  }

  /** Evaluations of D, per sample, over exactly these levels. */
  default int nfe(double[] sigmas) {
    return sigmas.length - 1;
  }

  /**
   * Whether walking two adjoining slices is, bit for bit, walking the whole. Multistep samplers
   * remember earlier steps and would lose them at the seam.
   */
  default boolean sliceable() {
    return true;
  }

  /** Whether it adds noise on its way. */
  default boolean stochastic() {
    return false;
  }
}
