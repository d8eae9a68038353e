package dev.prospector.executors.sampling;

import ai.djl.ndarray.NDArray;

/**
 * Euler's method on the probability-flow ODE, order 1; the same map as DDIM with eta 0 (Song et al.
 * 2020, eq. 12; Karras et al. 2022, Algorithm 1 without its correction).
 */
record Euler() implements Sampler {

  @Override
  public String name() {
    return "euler";
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, double[] sigmas, StepNoise noise) {
    return Trajectory.walk(x, sigmas, (xi, from, to) -> step(denoiser, xi, from, to));
  }

  /**
   * One step, {@code x + (to - from) (x - D) / from}, written as {@code D + to/from (x - D)}: fewer
   * operations, and exactly D at 0.
   */
  static NDArray step(Denoiser denoiser, NDArray x, double from, double to) {
    NDArray clean = denoiser.denoise(x, from);
    return x.sub(clean).muli(to / from).addi(clean);
  }
}
