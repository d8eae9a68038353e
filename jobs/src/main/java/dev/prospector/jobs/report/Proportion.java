package dev.prospector.jobs.report;

import java.util.Arrays;

/**
 * How many of so many are 1 and not 0.
 *
 * @param ones how many are
 * @param n of how many
 */
record Proportion(int ones, int n) {
  /** The normal distribution's quantile at 0.975. */
  private static final double Z = 1.959963984540054;

  /** Whether every value is 0 or 1. */
  static boolean isOne(double[] values) {
    return Arrays.stream(values).allMatch(v -> v == 0 || v == 1);
  }

  static Proportion of(double[] values) {
    return new Proportion((int) Arrays.stream(values).sum(), values.length);
  }

  private double p() {
    return (double) ones / n;
  }

  /** Wilson's (1927) 95 % interval. */
  Interval interval() {
    double z2 = Z * Z;
    double centre = (ones + z2 / 2) / (n + z2);
    double half = Z / (n + z2) * Math.sqrt(n * p() * (1 - p()) + z2 / 4);
    return new Interval(p(), Math.max(0, centre - half), Math.min(1, centre + half), n);
  }

  /**
   * The 95 % interval of a difference of paired proportions, of Wilson's for each and their
   * correlation: method 10 of Newcombe, Statistics in Medicine 17 (1998) 2635–2650.
   */
  static Interval difference(double[] from, double[] to) {
    Interval a = of(to).interval();
    Interval b = of(from).interval();
    double r = correlation(from, to);
    double d = a.mean() - b.mean();
    double below = length(a.mean() - a.low(), b.high() - b.mean(), r);
    double above = length(a.high() - a.mean(), b.mean() - b.low(), r);
    return new Interval(d, d - below, d + above, from.length);
  }

  private static double length(double one, double other, double r) {
    return Math.sqrt(Math.max(0, one * one - 2 * r * one * other + other * other));
  }

  /** Of pairs, with the paper's correction for continuity; 0 where one side never changes. */
  private static double correlation(double[] from, double[] to) {
    int[][] pairs = new int[2][2];
    for (int i = 0; i < from.length; i++) {
      pairs[(int) from[i]][(int) to[i]]++;
    }
    int zeros = pairs[0][0] + pairs[0][1];
    int ones = pairs[1][0] + pairs[1][1];
    int toZero = pairs[0][0] + pairs[1][0];
    int toOne = pairs[0][1] + pairs[1][1];
    double margins = (double) zeros * ones * toZero * toOne;
    double together = (double) pairs[0][0] * pairs[1][1] - (double) pairs[0][1] * pairs[1][0];
    if (margins == 0) {
      return 0;
    }
    double corrected = together > 0 ? Math.max(0, together - from.length / 2.0) : together;
    return corrected / Math.sqrt(margins);
  }
}
