package dev.prospector.executors.sampling;

/**
 * Karras et al. 2022, eq. 5: {@code sigma_i = (max^(1/rho) + i/(N-1) (min^(1/rho) -
 * max^(1/rho)))^rho} for i from 0 to N-1, and {@code sigma_N = 0}.
 *
 * @param sigmaMin the last level above 0; in the paper 0.002
 * @param sigmaMax the first level; in the paper 80
 * @param rho above 0, how strongly the steps crowd towards low noise; in the paper 7
 */
public record KarrasSchedule(double sigmaMin, double sigmaMax, double rho)
    implements NoiseSchedule {
  public KarrasSchedule {
    if (!(sigmaMin > 0 && sigmaMax > sigmaMin && Double.isFinite(sigmaMax))) {
      throw new IllegalArgumentException(
          "sigmas from " + sigmaMax + " to " + sigmaMin + ", expected sigmaMax > sigmaMin > 0");
    }
    if (!(rho > 0 && Double.isFinite(rho))) {
      throw new IllegalArgumentException("rho " + rho + ", expected a number above 0");
    }
  }

  /** With the paper's rho of 7. */
  public KarrasSchedule(double sigmaMin, double sigmaMax) {
    this(sigmaMin, sigmaMax, 7);
  }

  @Override
  public double[] sigmas(int steps) {
    Trajectory.requireSteps(steps);
    double max = Math.pow(sigmaMax, 1 / rho);
    double min = Math.pow(sigmaMin, 1 / rho);
    double[] sigmas = new double[steps + 1]; // sigma_N = 0
    for (int i = 0; i < steps; i++) {
      double part = i == 0 ? 0 : (double) i / (steps - 1); // a single step starts at sigmaMax
      sigmas[i] = Math.pow(max + part * (min - max), rho);
    }
    return sigmas;
  }
}
