package dev.prospector.driver.sweep;

import dev.prospector.driver.budget.BestOf;
import dev.prospector.driver.forecast.Draws;
import dev.prospector.driver.search.Objective;
import dev.prospector.executors.candidate.Scores;
import java.util.Arrays;
import java.util.List;

/**
 * What random search with n candidates is expected to find for one prompt, told without bias from N
 * ≥ n independent candidates s_1 … s_N: the mean over subsets S of n of them.
 *
 * <pre>
 *   E[h] = mean over S of h(argmax_{i ∈ S} V_S(i)),   V_S the objective's values within S
 * </pre>
 *
 * <p>Where V does not depend on S the mean is over all C(N, n) subsets at once: the order
 * statistics of {@link BestOf}, a U-statistic, which of all unbiased estimates varies least
 * (Hoeffding 1948). Ranks and deviations within a pool do depend on S; then it is over ⌊N/n⌋
 * disjoint subsets of each of 64 orders, an incomplete U-statistic, as free of bias (Blom 1976).
 * With n = N either is what the search has found; of candidates with equal values the latter has
 * the one that was drawn first, as the search does, and the former all of them to equal shares.
 */
final class ExpectedWinner {
  private static final int ORDERS = 64;

  private final Draws draws;
  private final Objective objective;

  ExpectedWinner(Draws draws, Objective objective) {
    this.draws = draws;
    this.objective = objective;
  }

  /**
   * The expected value of the winner, and then what each verifier is expected to say of it.
   *
   * @param n from 1 to N
   */
  double[] of(int n) {
    return objective.dependsOnPool() ? overOrders(n) : overAll(n);
  }

  private double[] overAll(int n) {
    List<Scores> scores = draws.candidates();
    BestOf best = new BestOf(objective.values(scores));
    double[] expected = new double[1 + scores.get(0).size()];
    expected[0] = best.expected(n);
    for (int v = 1; v < expected.length; v++) {
      int verifier = v - 1;
      expected[v] = best.expected(n, i -> scores.get(i).of(verifier));
    }
    return expected;
  }

  private double[] overOrders(int n) {
    int size = draws.candidates().size();
    if (n < 1 || n > size) {
      throw new IllegalArgumentException("best of %d, expected 1 to %d".formatted(n, size));
    }
    double[] sum = new double[1 + draws.candidates().get(0).size()];
    int subsets = 0;
    for (int order = 0; order < ORDERS; order++) {
      int[] drawn = draws.order(order);
      for (int from = 0; from + n <= size; from += n, subsets++) {
        int[] subset = Arrays.copyOfRange(drawn, from, from + n);
        Arrays.sort(subset); // Of equals the first.
        add(subset, sum);
      }
    }
    int count = subsets;
    return Arrays.stream(sum).map(total -> total / count).toArray();
  }

  private void add(int[] subset, double[] sum) {
    List<Scores> scores = Arrays.stream(subset).mapToObj(draws.candidates()::get).toList();
    double[] values = objective.values(scores);
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    sum[0] += values[best];
    for (int v = 1; v < sum.length; v++) {
      sum[v] += scores.get(best).of(v - 1);
    }
  }
}
