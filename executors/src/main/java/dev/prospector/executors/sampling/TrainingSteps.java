package dev.prospector.executors.sampling;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The noise levels of a network that was trained at T discrete steps, {@code sigma(t) = sqrt((1 -
 * abar_t) / abar_t)} with {@code abar_t = prod (1 - beta_i)} (Ho et al. 2020), seen as {@link
 * ForwardProcess.VarianceExploding}.
 */
public final class TrainingSteps {
  /** In place of abar = 0, whose sigma is infinite; the least positive float16. */
  private static final double LEAST_ABAR = 0x1p-24;

  private final double[] sigmas;
  private final double[] logs;

  private TrainingSteps(double[] abar) {
    this.sigmas = Arrays.stream(abar).map(a -> Math.sqrt((1 - a) / a)).toArray();
    this.logs = Arrays.stream(sigmas).map(Math::log).toArray();
  }

  /** Betas in equal parts (Ho et al. 2020, section 4). */
  public static TrainingSteps linear(int steps, double start, double end, boolean zeroSnr) {
    return of(steps, i -> start + (end - start) * i / (steps - 1), zeroSnr);
  }

  /** The square roots of betas in equal parts (Rombach et al. 2022). */
  public static TrainingSteps scaledLinear(int steps, double start, double end, boolean zeroSnr) {
    double root = Math.sqrt(start);
    double rise = Math.sqrt(end) - root;
    return of(steps, i -> Math.pow(root + rise * i / (steps - 1), 2), zeroSnr);
  }

  /** {@code abar = cos²((t + .008) / 1.008 · pi/2)} (Nichol and Dhariwal 2021, eq. 17). */
  public static TrainingSteps squaredCosine(int steps, boolean zeroSnr) {
    DoubleUnaryOperator abar = t -> Math.pow(Math.cos((t + .008) / 1.008 * Math.PI / 2), 2);
    return of(
        steps,
        i ->
            Math.min(1 - abar.applyAsDouble((i + 1) / steps) / abar.applyAsDouble(i / steps), .999),
        zeroSnr);
  }

  private static TrainingSteps of(int steps, DoubleUnaryOperator beta, boolean zeroSnr) {
    if (steps < 2) {
      throw new IllegalArgumentException(steps + " training steps, expected 2 or more");
    }
    double[] abar = new double[steps];
    double product = 1;
    for (int i = 0; i < steps; i++) {
      product *= 1 - beta.applyAsDouble(i);
      abar[i] = product;
    }
    TrainingSteps found = new TrainingSteps(zeroSnr ? withoutSignalAtTheEnd(abar) : abar);
    for (int i = 0; i < steps; i++) {
      boolean rises = found.sigmas[i] > (i == 0 ? 0 : found.sigmas[i - 1]);
      if (!rises || !Double.isFinite(found.sigmas[i])) {
        throw new IllegalArgumentException(
            "noise level %s at training step %d, expected finite levels that rise"
                .formatted(found.sigmas[i], i));
      }
    }
    return found;
  }

  /** Lin et al. 2023, Algorithm 1. */
  private static double[] withoutSignalAtTheEnd(double[] abar) {
    double first = Math.sqrt(abar[0]);
    double last = Math.sqrt(abar[abar.length - 1]);
    double[] rescaled =
        Arrays.stream(abar)
            .map(a -> Math.pow((Math.sqrt(a) - last) * first / (first - last), 2))
            .toArray();
    rescaled[abar.length - 1] = LEAST_ABAR;
    return rescaled;
  }

  /** How many there are, T. */
  int count() {
    return sigmas.length;
  }

  /**
   * The level of a step, between two steps linear in t.
   *
   * @param t 0 to T-1
   */
  double sigma(double t) {
    int below = Math.min((int) t, sigmas.length - 2);
    return sigmas[below] + (t - below) * (sigmas[below + 1] - sigmas[below]);
  }

  /** The step of a level, between two steps linear in sigma; clamped to [0, T-1]. */
  public double time(double sigma) {
    return position(sigmas, sigma);
  }

  /** The step of a level, between two steps linear in log sigma; clamped to [0, T-1]. */
  public double timeByLog(double sigma) {
    return position(logs, Math.log(sigma));
  }

  private static double position(double[] rising, double value) {
    int found = Arrays.binarySearch(rising, value);
    if (found >= 0) {
      return found;
    }
    int above = -found - 1;
    if (above == 0 || above == rising.length) {
      return above == 0 ? 0 : rising.length - 1;
    }
    double width = rising[above] - rising[above - 1];
    return above - 1 + (value - rising[above - 1]) / width;
  }
}
