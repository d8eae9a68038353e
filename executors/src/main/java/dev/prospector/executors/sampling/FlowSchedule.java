package dev.prospector.executors.sampling;

/**
 * From 1 to 0 in equal parts, then shifted: {@code sigma' = shift sigma / (1 + (shift - 1) sigma)}
 * (Esser et al. 2024, eq. 23, with shift = sqrt(m/n)). A larger shift spends more of the steps on
 * high noise, as larger pictures need.
 *
 * @param shift above 0; 1 keeps the parts equal, Stable Diffusion 3 uses 3
 */
public record FlowSchedule(double shift) implements NoiseSchedule {
  public FlowSchedule {
    if (!(shift > 0 && Double.isFinite(shift))) {
      throw new IllegalArgumentException("shift " + shift + ", expected a number above 0");
    }
  }

  @Override
  public double[] sigmas(int steps) {
    Trajectory.requireSteps(steps);
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i <= steps; i++) {
      double sigma = (double) (steps - i) / steps;
      // 1 + (shift - 1) sigma, written so that sigma = 1 stays 1 to the last bit.
      sigmas[i] = shift * sigma / (shift * sigma + (1 - sigma));
    }
    return sigmas;
  }
}
