package dev.prospector.driver.scaling;

import static org.apache.commons.math3.special.Gamma.digamma;
import static org.apache.commons.math3.special.Gamma.logGamma;

import java.util.Arrays;

/**
 * pass@n where a prompt's candidates pass with a rate that is Beta(a, b) over prompts, the
 * beta-binomial of ReD, "Reset and Discard" (arXiv 2601.21522):
 *
 * <pre>
 *   pass@n = 1 − B(a, b + n) / B(a, b)  →  1,   what is missing falls as n^(−a)
 * </pre>
 *
 * <p>It is what a search gets whose own verifier says right or wrong; where another judges, what
 * the curve nears may be less than 1 and a power law fits better.
 *
 * @param a from {@value #LEAST} to {@value #MOST}
 * @param b likewise
 */
public record PassLaw(double a, double b) implements Law {
  static final double LEAST = 1e-3;
  static final double MOST = 1e3;
  private static final double EDGE = 1.001;
  private static final int GRID = 7;

  static PassLaw fit(double[] n, double[] y) {
    double[] best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < GRID; i++) {
      for (int j = 0; j < GRID; j++) {
        double[] next = {at(i), at(j)};
        double error = LeastSquares.error(values(n, next), y);
        if (error < least) {
          best = next;
          least = error;
        }
      }
    }
    double[] fit = LeastSquares.fit(p -> values(n, p), p -> jacobian(n, p), y, best);
    return new PassLaw(bounded(fit[0]), bounded(fit[1]));
  }

  /** Logarithms, evenly from the least to the most. */
  private static double at(int step) {
    return Math.log(LEAST) + step / (GRID - 1.0) * Math.log(MOST / LEAST);
  }

  private static double bounded(double log) {
    return Math.min(MOST, Math.max(LEAST, Math.exp(log)));
  }

  private static double[] values(double[] n, double[] logs) {
    PassLaw law = new PassLaw(bounded(logs[0]), bounded(logs[1]));
    return Arrays.stream(n).map(law::at).toArray();
  }

  private static double[][] jacobian(double[] n, double[] logs) {
    double a = bounded(logs[0]);
    double b = bounded(logs[1]);
    PassLaw law = new PassLaw(a, b);
    return Arrays.stream(n)
        .mapToObj(
            x -> {
              double misses = 1 - law.at(x);
              double both = digamma(a + b) - digamma(a + b + x);
              return new double[] {
                -misses * a * both, -misses * b * (both + digamma(b + x) - digamma(b))
              };
            })
        .toArray(double[][]::new);
  }

  @Override
  public double at(double n) {
    return -Math.expm1(logGamma(b + n) - logGamma(b) + logGamma(a + b) - logGamma(a + b + n));
  }

  @Override
  public double[] parameters() {
    return new double[] {a, b};
  }

  @Override
  public boolean isAtBound() {
    return isAtBound(a) || isAtBound(b);
  }

  private static boolean isAtBound(double parameter) {
    return !(parameter > LEAST * EDGE && parameter < MOST / EDGE);
  }
}
