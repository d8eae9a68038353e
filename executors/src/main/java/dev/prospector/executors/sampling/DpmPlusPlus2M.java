package dev.prospector.executors.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * DPM-Solver++(2M), order 2 at one evaluation per step (Lu et al. 2022b, Algorithm 2). It steps in
 * {@code lambda = log(alpha / sigma)} and extrapolates D from the two latest evaluations.
 *
 * <p>The first step has no earlier evaluation and is of order 1. So is the step to sigma 0, where
 * lambda is infinite, and under rectified flow the step after the one from sigma 1, where it is
 * minus infinity.
 */
record DpmPlusPlus2M(ForwardProcess process) implements Sampler {

  @Override
  public String name() {
    return "dpmpp-2m";
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, double[] sigmas, StepNoise noise) {
    try (NDManager memory = x.getManager().newSubManager()) {
      return Trajectory.walk(x, sigmas, new Multistep(process, denoiser, memory));
    }
  }

  @Override
  public boolean sliceable() {
    return false;
  }

  private static final class Multistep implements Trajectory.Step {
    private final ForwardProcess process;
    private final Denoiser denoiser;
    private final NDManager memory;
    private NDArray previous;
    private double previousH;

    Multistep(ForwardProcess process, Denoiser denoiser, NDManager memory) {
      this.process = process;
      this.denoiser = denoiser;
      this.memory = memory;
    }

    @Override
    public NDArray take(NDArray x, double from, double to) {
      NDArray latest = denoiser.denoise(x, from);
      double h = lambda(to) - lambda(from);
      NDArray d = latest;
      if (previous != null && to > 0) {
        double r = previousH / h;
        d = latest.sub(previous).muli(1 / (2 * r)).addi(latest);
      }
      NDArray next = x.mul(to / from).addi(d.mul(-process.alpha(to) * Math.expm1(-h)));
      remember(latest, h, x.getManager());
      return next;
    }

    private double lambda(double sigma) {
      return Math.log(process.alpha(sigma) / sigma);
    }

    private void remember(NDArray latest, double h, NDManager step) {
      if (previous != null) {
        previous.attach(step); // freed with this step
      }
      latest.attach(memory);
      previous = latest;
      previousH = h;
    }
  }
}
