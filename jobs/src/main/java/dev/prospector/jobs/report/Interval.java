package dev.prospector.jobs.report;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A mean with its 95 % confidence interval, Student's t: mean ± t(0.975, n−1) s/√n.
 *
 * @param n how many values; with fewer than two there is no interval, and low and high are NaN
 */
record Interval(double mean, double low, double high, int n) {
  private static final double UPPER = 0.975;

  /** The interval of the values that are numbers; NaN stands for a missing one. */
  static Interval of(double[] values) {
    double[] x = Arrays.stream(values).filter(Double::isFinite).toArray();
    int n = x.length;
    double mean = Arrays.stream(x).average().orElse(Double.NaN);
    if (n < 2) {
      return new Interval(mean, Double.NaN, Double.NaN, n);
    }
    double squares = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum();
    double half =
        new TDistribution(n - 1).inverseCumulativeProbability(UPPER)
            * Math.sqrt(squares / (n - 1) / n);
    return new Interval(mean, mean - half, mean + half, n);
  }

  boolean isKnown() {
    return n >= 2;
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
