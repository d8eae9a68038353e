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
 *   σ² = v / (1 + z h − h²)
 *   E[max of N] ≈ the best of the n drawn + σ (b(N) − b(n)),   b(N) = Φ⁻¹((N − .375) / (N + .25))
 * </pre>
 *
 * <p>The paper has μ + σ Φ⁻¹(1 − 1/N), with μ = m − σ h. That is a quantile some .2 σ below what
 * one may expect (Blom 1958 is within .02), so that 24 would be promised less than 20 have.
 *
 * <p>Scores that are bounded above, such as the detector's, have thinner tails: it promises too
 * much of them.
 *
 * @param drawn n
 * @param best of them
 * @param deviation σ, 0 or more
 */
record NormalTail(int drawn, double best, double deviation) {
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
    return new NormalTail(sorted.length, sorted[sorted.length - 1], deviation);
  }

  /**
   * E[max of N], roughly.
   *
   * @param n as many as were drawn, or more
   */
  double expectedMax(long n) {
    return best + deviation * (blom(n) - blom(drawn));
  }

  /** Of N standard normal draws. */
  private static double blom(long n) {
    return NORMAL.inverseCumulativeProbability((n - .375) / (n + .25));
  }
}
