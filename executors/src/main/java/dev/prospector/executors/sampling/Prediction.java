package dev.prospector.executors.sampling;

import ai.djl.ndarray.NDArray;

/**
 * Turns networks into denoisers, by what they predict. All of these are affine in the prediction,
 * which is why {@link Guidance} may be applied before.
 */
public final class Prediction {
  private Prediction() {}

  /** Predicts x₀ itself: {@code D = F(x)}. */
  public static Denoiser clean(Network network) {
    return network::predict;
  }

  /** Rectified flow; predicts v = n - x₀: {@code D = x - sigma F(x)} (Liu et al. 2022). */
  public static Denoiser velocity(Network network) {
    return (x, sigma) -> x.sub(network.predict(x, sigma).mul(sigma));
  }

  /**
   * Variance preserving, seen as {@link ForwardProcess.VarianceExploding}; predicts the noise n:
   * {@code D = x - sigma F(c x)} with {@code c = 1 / sqrt(1 + sigma²)} (Karras et al. 2022, table
   * 1, columns VP and iDDPM).
   */
  public static Denoiser epsilon(Network network) {
    return (x, sigma) -> x.sub(network.predict(scaled(x, sigma), sigma).mul(sigma));
  }

  /**
   * Variance preserving, seen as {@link ForwardProcess.VarianceExploding}; predicts v = c n - c
   * sigma x₀: {@code D = c² x - sigma c F(c x)} with {@code c = 1 / sqrt(1 + sigma²)} (Salimans and
   * Ho 2022, appendix D).
   */
  public static Denoiser v(Network network) {
    return (x, sigma) -> {
      NDArray in = scaled(x, sigma);
      return in.sub(network.predict(in, sigma).mul(sigma)).muli(1 / Math.hypot(1, sigma));
    };
  }

  private static NDArray scaled(NDArray x, double sigma) {
    return x.div(Math.hypot(1, sigma));
  }
}
