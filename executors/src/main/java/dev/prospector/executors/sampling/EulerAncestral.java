package dev.prospector.executors.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Ancestral sampling: an Euler step down to {@code to² / from}, below the level it is to reach,
 * then exact re-noising up to it. Both halves carry marginals to marginals, so the whole does,
 * under either process. The step to 0 adds nothing.
 *
 * <p>Variance exploding, this is sampling from the posterior q(x_to | x_from, x₀ = D) of Ho et al.
 * 2020, eq. 6 and 7. Under rectified flow the posterior would go down to 0 from sigma 1 and so
 * forget the noise it began with, save for what D saw of it. The level {@code to² / from} keeps it,
 * which is what a search over that noise needs.
 */
record EulerAncestral(ForwardProcess process) implements Sampler {

  @Override
  public String name() {
    return "euler-ancestral";
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, double[] sigmas, StepNoise noise) {
    return Trajectory.walk(x, sigmas, (xi, from, to) -> step(denoiser, xi, from, to, noise));
  }

  private NDArray step(Denoiser denoiser, NDArray x, double from, double to, StepNoise noise) {
    double down = to * (to / from);
    NDArray below = Euler.step(denoiser, x, from, down);
    if (to == 0) {
      return below;
    }
    NDManager scope = x.getManager();
    return process.renoise(below, down, to, noise.arrivingAt(scope, to));
  }

  @Override
  public boolean stochastic() {
    return true;
  }
}
