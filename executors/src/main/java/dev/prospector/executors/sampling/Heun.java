package dev.prospector.executors.sampling;

import ai.djl.ndarray.NDArray;

/**
 * Heun's method on the probability-flow ODE, order 2 (Karras et al. 2022, Algorithm 1 with sigma(t)
 * = t and s(t) = 1, that is Algorithm 2 without churn).
 */
record Heun() implements Sampler {

  @Override
  public String name() {
    return "heun";
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, double[] sigmas, StepNoise noise) {
    return Trajectory.walk(x, sigmas, (xi, from, to) -> step(denoiser, xi, from, to));
  }

  private static NDArray step(Denoiser denoiser, NDArray x, double from, double to) {
    NDArray d = slope(denoiser, x, from);
    NDArray next = x.add(d.mul(to - from)); // Euler step
    if (to == 0) {
      return next;
    }
    NDArray dPrime = slope(denoiser, next, to); // 2nd order correction
    return x.add(d.add(dPrime).muli((to - from) / 2));
  }

  private static NDArray slope(Denoiser denoiser, NDArray x, double sigma) {
    return x.sub(denoiser.denoise(x, sigma)).divi(sigma);
  }

  @Override
  public int nfe(int steps) {
    return 2 * steps - 1; // the step to 0 has no correction
  }

  @Override
  public int nfe(double[] sigmas) {
    int steps = sigmas.length - 1;
    return sigmas[steps] == 0 ? nfe(steps) : 2 * steps;
  }
}
