package dev.prospector.executors.sampling;

/**
 * From 1 down in equal parts, then shifted: {@code sigma' = shift sigma / (1 + (shift - 1) sigma)}
 * (Esser et al. 2024, eq. 23, with shift = sqrt(m/n)). A larger shift spends more of the steps on
 * high noise, as larger images need.
 *
 * @param shift above 0; 1 keeps the parts equal, Stable Diffusion 3 uses 3
 * @param last the last level above 0 before the shift, below 1; 0 for 1/N, in equal parts with 0
 */
public record FlowSchedule(double shift, double last) implements NoiseSchedule {
  public FlowSchedule {
    if (!(shift > 0 && Double.isFinite(shift))) {
      throw new IllegalArgumentException("shift " + shift + ", expected a number above 0");
    }
    if (!(last >= 0 && last < 1)) {
      throw new IllegalArgumentException("last level " + last + ", expected 0 or more, below 1");
    }
  }

  /** In equal parts with 0. */
  public FlowSchedule(double shift) {
    this(shift, 0);
  }

  @Override
  public double[] sigmas(int steps) {
    Trajectory.requireSteps(steps);
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      double sigma = equalParts(steps, i);
      // 1 + (shift - 1) sigma, written so that sigma = 1 stays 1 to the last bit.
      sigmas[i] = shift * sigma / (shift * sigma + (1 - sigma));
    }
    return sigmas;
  }

  private double equalParts(int steps, int i) {
    if (last == 0 || steps == 1) {
      return (double) (steps - i) / steps;
    }
    return 1 - i * (1 - last) / (steps - 1);
  }
}
