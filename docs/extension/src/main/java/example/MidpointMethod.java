package example;

import ai.djl.ndarray.NDArray;
import dev.prospector.executors.sampling.Denoiser;
import dev.prospector.executors.sampling.Sampler;
import dev.prospector.executors.sampling.StepNoise;
import dev.prospector.executors.sampling.Trajectory;

/**
 * The midpoint method on the probability-flow ODE, order 2 (Runge 1895): the slope halfway through
 * a step serves for all of it.
 *
 * <p>NFE: two a step. Unlike Heun's, its step to sigma 0 is of order 2 too, since it asks for no
 * slope there.
 */
record MidpointMethod() implements Sampler {

  @Override
  public String name() {
    return "midpoint";
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, double[] sigmas, StepNoise noise) {
    return Trajectory.walk(x, sigmas, (xi, from, to) -> step(denoiser, xi, from, to));
  }

  private static NDArray step(Denoiser denoiser, NDArray x, double from, double to) {
    double middle = (from + to) / 2;
    NDArray halfway = x.add(slope(denoiser, x, from).muli(middle - from));
    return x.add(slope(denoiser, halfway, middle).muli(to - from));
  }

  private static NDArray slope(Denoiser denoiser, NDArray x, double sigma) {
    return x.sub(denoiser.denoise(x, sigma)).divi(sigma);
  }

  @Override
  public int nfe(int steps) {
    return 2 * steps;
  }

  @Override
  public int nfe(double[] sigmas) {
    return nfe(sigmas.length - 1);
  }
}
