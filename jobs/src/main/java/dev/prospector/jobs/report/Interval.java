package dev.prospector.jobs.report;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A mean with its 95 % confidence interval: Student's t, mean ± t(0.975, n−1) s/√n, or Wilson's
 * where every value is 0 or 1, since t's has no width where they agree and reaches beyond 0 and 1.
 *
 * @param n how many values; with fewer than {@link #FEWEST} there is no interval, and low and high
 *     are NaN
 */
record Interval(double mean, double low, double high, int n) {
  /** An interval of fewer says more about its formula than about them. */
  static final int FEWEST = 5;

  private static final double UPPER = 0.975;

  /** The interval of the values that are numbers; NaN stands for a missing one. */
  static Interval of(double[] values) {
    double[] x = Arrays.stream(values).filter(Double::isFinite).toArray();
    return x.length >= FEWEST && Proportion.isOne(x) ? Proportion.of(x).interval() : student(x);
  }

  /**
   * The interval of the mean of {@code to − from}, each pair of the same prompt; Newcombe's where
   * every value is 0 or 1.
   *
   * @throws IllegalArgumentException if they are not equally many
   */
  static Interval ofDifferences(double[] from, double[] to) {
    if (from.length != to.length) {
      throw new IllegalArgumentException(
          "%d and %d values, expected pairs".formatted(from.length, to.length));
    }
    if (from.length >= FEWEST && Proportion.isOne(from) && Proportion.isOne(to)) {
      return Proportion.difference(from, to);
    }
    double[] differences = new double[from.length];
    Arrays.setAll(differences, i -> to[i] - from[i]);
    return student(differences);
  }

  private static Interval student(double[] x) {
    int n = x.length;
    double mean = Arrays.stream(x).average().orElse(Double.NaN);
    if (n < FEWEST) {
      return new Interval(mean, Double.NaN, Double.NaN, n);
    }
    double squares = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum();
    double half =
        new TDistribution(n - 1).inverseCumulativeProbability(UPPER)
            * Math.sqrt(squares / (n - 1) / n);
    return new Interval(mean, mean - half, mean + half, n);
  }

  boolean isKnown() {
    return n >= FEWEST;
  }

  /** Whether the whole interval lies above 0. */
  boolean isAboveZero() {
    return low > 0;
  }

  /** Whether the whole interval lies below 0. */
  boolean isBelowZero() {
    return high < 0;
  }
}
