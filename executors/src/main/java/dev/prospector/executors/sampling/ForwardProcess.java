package dev.prospector.executors.sampling;

import ai.djl.ndarray.NDArray;

/**
 * How noise entered the training data: {@code x = alpha(sigma) x₀ + sigma n}, with n ~ N(0, 1). The
 * probability-flow ODE has the slope {@code (x - D(x; sigma)) / sigma} under both processes, so
 * only the start, re-noising and what is built on them need to know which one it is.
 */
public sealed interface ForwardProcess {

  /**
   * What the clean sample is multiplied by at this level.
   *
   * @return 0 to 1, not increasing in sigma, 1 at 0
   * @throws IllegalArgumentException if the process has no such level
   */
  double alpha(double sigma);

  /**
   * The level with the signal-to-noise ratio of rectified flow's level t, so that settings of the
   * one process hold for the other.
   *
   * @param t at least 0, below 1
   */
  double levelOf(double t);

  /** {@code x = x₀ + sigma n}, any sigma from 0: EDM, and noise predictors after scaling. */
  record VarianceExploding() implements ForwardProcess {
    @Override
    public double alpha(double sigma) {
      require(sigma >= 0 && Double.isFinite(sigma), sigma, "0 or more, finite");
      return 1;
    }

    @Override
    public double levelOf(double t) {
      require(t >= 0 && t < 1, t, "at least 0, below 1");
      return t / (1 - t);
    }
  }

  /** {@code x = (1 - sigma) x₀ + sigma n}, sigma from 0 to 1: SiT, Stable Diffusion 3, FLUX. */
  record RectifiedFlow() implements ForwardProcess {
    @Override
    public double alpha(double sigma) {
      require(sigma >= 0 && sigma <= 1, sigma, "0 to 1");
      return 1 - sigma;
    }

    @Override
    public double levelOf(double t) {
      require(t >= 0 && t < 1, t, "at least 0, below 1");
      return t;
    }
  }

  /**
   * Adds noise, by the process's own Markov kernel: {@code a x + sqrt(to² - a² from²) noise} with
   * {@code a = alpha(to) / alpha(from)}. A marginal at the one level becomes exactly the marginal
   * at the other, whether in one jump or in several.
   *
   * <p>So {@link VarianceExploding} gives {@code x + sqrt(to² - from²) noise}, and {@link
   * RectifiedFlow} has {@code a = (1 - to) / (1 - from)}.
   *
   * @param x {@code [B,C,H,W]} at level {@code from}; not changed
   * @param from 0 or more
   * @param to above {@code from}
   * @param noise N(0, 1), {@code [B,C,H,W]}; not changed
   * @return {@code [B,C,H,W]} at level {@code to}, a new array attached to x's manager
   * @throws IllegalArgumentException if the levels don't rise or the process lacks them
   */
  default NDArray renoise(NDArray x, double from, double to, NDArray noise) {
    if (!(from < to)) {
      throw new IllegalArgumentException(
          "re-noising from sigma " + from + " to " + to + ", expected from < to");
    }
    double a = alpha(to) / alpha(from);
    double deviation = Math.sqrt((to - a * from) * (to + a * from));
    try (NDArray fresh = noise.mul(deviation)) {
      return x.mul(a).addi(fresh);
    }
  }

  private static void require(boolean level, double sigma, String expected) {
    if (!level) {
      throw new IllegalArgumentException("sigma " + sigma + ", expected " + expected);
    }
  }
}
