package dev.prospector.executors.sampling;

import ai.djl.ndarray.NDArray;

/**
 * A world whose denoiser and probability-flow map are known in closed form: every pixel is {@code
 * +mode} or {@code -mode} with equal chance, plus N(0, deviation²). Mode 0 is the plain Gaussian,
 * for which D is linear.
 */
record World(ForwardProcess process, double deviation, double mode) implements Denoiser {

  /** D(x; sigma), by Bayes' rule on the two Gaussians. */
  @Override
  public NDArray denoise(NDArray x, double sigma) {
    double alpha = process.alpha(sigma);
    double variance = variance(sigma);
    NDArray gaussian = x.mul(alpha * deviation * deviation / variance);
    return x.mul(alpha * mode / variance).tanh().mul(mode * sigma * sigma / variance).add(gaussian);
  }

  /** Of each of the two Gaussians; for mode 0, of x. */
  double variance(double sigma) {
    double clean = process.alpha(sigma) * deviation;
    return clean * clean + sigma * sigma;
  }

  /** In one dimension the flow keeps the order of points, so it carries quantile to quantile. */
  double flow(double x, double from, double to) {
    double quantile = cdf(x, from);
    double low = -1e3;
    double high = 1e3;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (cdf(middle, to) < quantile) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private double cdf(double x, double sigma) {
    double centre = process.alpha(sigma) * mode;
    double width = Math.sqrt(variance(sigma));
    return (phi((x - centre) / width) + phi((x + centre) / width)) / 2;
  }

  /** The standard normal's distribution function, by its Taylor series (Marsaglia 2004). */
  private static double phi(double z) {
    if (Math.abs(z) > 8) {
      return z > 0 ? 1 : 0;
    }
    double sum = z;
    double term = z;
    for (int i = 3; Math.abs(term) > 1e-18; i += 2) {
      term *= z * z / i;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }
}
