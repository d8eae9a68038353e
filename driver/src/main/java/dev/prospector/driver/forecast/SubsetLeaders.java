package dev.prospector.driver.forecast;

import dev.prospector.driver.search.Objective;
import dev.prospector.executors.candidate.Scores;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Who leads where a value depends on the company, as under an ensemble: every subset is valued for
 * itself. What the best of j is expected to be is the mean over the disjoint subsets of j into
 * which several orders of the candidates can be cut, which is unbiased; of all subsets there are
 * too many.
 */
record SubsetLeaders(Objective objective, Draws draws) implements Leaders {

  @Override
  public double expected(int j, IntToDoubleFunction h) {
    double sum = 0;
    int subsets = 0;
    for (int number = 0; number < UniformCurve.ORDERS; number++) {
      int[] order = draws.order(number);
      for (int from = 0; from + j <= order.length; from += j) {
        sum += h.applyAsDouble(best(order, from, from + j));
        subsets++;
      }
    }
    return sum / subsets;
  }

  @Override
  public int first(int[] order, int j) {
    return best(order, 0, j);
  }

  private int best(int[] order, int from, int to) {
    List<Scores> pool = Arrays.stream(order, from, to).mapToObj(draws.candidates()::get).toList();
    double[] values = objective.values(pool);
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return order[from + best];
  }
}
