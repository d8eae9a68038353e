package dev.prospector.driver.forecast;

import dev.prospector.driver.budget.BestOf;
import dev.prospector.driver.search.Objective;
import java.util.function.IntToDoubleFunction;

/** Who leads among some of one prompt's candidates. */
interface Leaders {

  /** As a search would value them. */
  static Leaders of(Objective objective, Draws draws) {
    return objective.dependsOnPool()
        ? new SubsetLeaders(objective, draws)
        : new OfOwnValue(new BestOf(objective.values(draws.candidates())));
  }

  /** Where company does not matter. */
  record OfOwnValue(BestOf best) implements Leaders {
    @Override
    public double expected(int j, IntToDoubleFunction h) {
      return best.expected(j, h);
    }

    @Override
    public int first(int[] order, int j) {
      return best.first(order, j);
    }
  }

  /**
   * E[h | best of j].
   *
   * @param j from 1 to the number of candidates
   * @param h of each candidate, by its place among all
   */
  double expected(int j, IntToDoubleFunction h);

  /** The place of the best of an order's first j, of equals that of the first. */
  int first(int[] order, int j);
}
