package dev.prospector.driver.budget;

import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the best of j draws is expected to be, from n ≥ j independent ones: the mean over all
 * subsets of j of them, which is unbiased, and has the least variance of all that are (it is a
 * U-statistic).
 *
 * <p>With s_(1) ≤ … ≤ s_(n), the i-th is the largest of a subset where the other j − 1 are among
 * the i − 1 below it, so in C(i − 1, j − 1) of the C(n, j):
 *
 * <pre>
 *   E[max of j] = Σ_i w_i s_(i),   w_i = C(i − 1, j − 1) / C(n, j)
 *   w_n = j / n,   w_(i−1) = w_i (i − j) / (i − 1)
 * </pre>
 *
 * <p>The same weights give E[h | best of j by s], what another score says of the one that is
 * chosen: Σ_i w_i h_(i), h in the order of s. Among equal s each may come first, so they share
 * their weights.
 */
public final class BestOf {
  private final double[] by;
  private final int[] order;

  /**
   * Of these draws.
   *
   * @param by scores that choose, one for each; not copied
   */
  public BestOf(double[] by) {
    this.by = by;
    this.order =
        IntStream.range(0, by.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> by[i]))
            .mapToInt(i -> i)
            .toArray();
  }

  /**
   * The weights of the scores, the lowest first: 0 or more, and 1 together.
   *
   * @param n draws that there are
   * @param j from 1 to n
   */
  static double[] weights(int n, int j) {
    if (j < 1 || j > n) {
      throw new IllegalArgumentException("best of %d, expected 1 to %d".formatted(j, n));
    }
    double[] weights = new double[n];
    double weight = (double) j / n;
    for (int i = n; i >= j; i--) {
      weights[i - 1] = weight;
      weight = i == 1 ? 0 : weight * (i - j) / (i - 1);
    }
    return weights;
  }

  /** E[max of j], of the scores that choose. */
  public double expected(int j) {
    return expected(j, i -> by[i]);
  }

  /** The place of the best of an order's first j, of equals that of the first. */
  public int first(int[] order, int j) {
    int best = order[0];
    for (int i = 1; i < j; i++) {
      best = by[order[i]] > by[best] ? order[i] : best;
    }
    return best;
  }

  /**
   * E[h | best of j by s].
   *
   * @param h of each draw, by its place among those given
   */
  public double expected(int j, IntToDoubleFunction h) {
    double[] weights = weights(by.length, j);
    double sum = 0;
    for (int from = 0, to; from < order.length; from = to) {
      double weight = 0;
      double values = 0;
      for (to = from; to < order.length && by[order[to]] == by[order[from]]; to++) {
        weight += weights[to];
        values += h.applyAsDouble(order[to]);
      }
      sum += weight * values / (to - from);
    }
    return sum;
  }
}
