package dev.prospector.driver.forecast;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * What the best of more draws than there were may be: an extrapolation, by a normal distribution of
 * which the upper fifth of the draws is the upper fifth. The tail-guided search of SLG,
 * "Scaling-Law Guided search" (arXiv 2602.01485): with α = 0.2, z = Φ⁻¹(1 − α), h = φ(z)/α, and the
 * mean m and variance v of the draws above the 1 − α quantile,
 *
 * <pre>
 *   σ² = v / (1 + z h − h²),   μ = m − σ h,   E[max of N] ≈ μ + σ Φ⁻¹(1 − 1/N)
 * </pre>
 *
 * <p>Scores that are bounded above, such as the detector's, have thinner tails: it promises too
 * much of them.
 *
 * @param mean μ
 * @param deviation σ, 0 or more
 */
record NormalTail(double mean, double deviation) {
  /** Draws from which a fifth is told. */
  static final int FEWEST = 20;

  private static final double SHARE = .2;
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
  private static final double Z = NORMAL.inverseCumulativeProbability(1 - SHARE);
  private static final double H = NORMAL.density(Z) / SHARE;

  /** Of at least {@link #FEWEST} draws, in any order. */
  static NormalTail fit(double[] scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    int above = (int) Math.round(SHARE * sorted.length);
    double[] tail = Arrays.copyOfRange(sorted, sorted.length - above, sorted.length);
    double m = Arrays.stream(tail).average().orElseThrow();
    double v = Arrays.stream(tail).map(s -> (s - m) * (s - m)).sum() / (above - 1);
    double deviation = Math.sqrt(v / (1 + Z * H - H * H));
    return new NormalTail(m - deviation * H, deviation);
  }

  /**
   * E[max of N], roughly.
   *
   * @param n above 1
   */
  double expectedMax(long n) {
    return mean + deviation * NORMAL.inverseCumulativeProbability(1 - 1.0 / n);
  }
}
