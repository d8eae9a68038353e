package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Readout;

/**
 * How a budget is laid out over a {@link PathSearch}.
 *
 * @param paths N
 * @param width M
 * @param rounds of re-noising; fewer than it takes to sigma 0 if the budget ends before
 */
record PathPlan(int paths, int width, int rounds) {
  /** Below it a round has nothing to choose from. */
  private static final int LEAST_WIDTH = 2;

  /**
   * The plan within a budget that keeps, in this order, rounds, paths and width.
   *
   * @param paths N, at most
   * @param width M; 0 for what the budget affords
   */
  static PathPlan of(PathLevels levels, int paths, int width, long budget) {
    for (int rounds = levels.rounds(); rounds > 0; rounds--) {
      for (int n = paths; n > 0; n--) {
        int m = width > 0 ? width : width(levels, n, rounds, budget);
        PathPlan plan = new PathPlan(n, m, rounds);
        if ((width > 0 || m >= LEAST_WIDTH) && plan.nfe(levels) <= budget) {
          return plan;
        }
      }
    }
    long one = new PathPlan(1, 0, 0).nfe(levels);
    return new PathPlan((int) Math.min(paths, budget / one), 0, 0);
  }

  private static int width(PathLevels levels, int paths, int rounds, long budget) {
    long none = new PathPlan(paths, 0, rounds).nfe(levels);
    long each = new PathPlan(paths, 1, rounds).nfe(levels) - none;
    return (int) Math.max(0, (budget - none) / each);
  }

  /** What it costs. */
  long nfe(PathLevels levels) {
    SearchSpace space = levels.space();
    long nfe = (long) paths * space.nfe(levels.first(), Readout.NOTHING);
    for (int round = 1; round <= rounds; round++) {
      Leg leg = levels.leg(round, 0);
      nfe += (long) paths * width * space.nfe(leg, PathLevels.readout(leg));
    }
    return rounds == levels.rounds()
        ? nfe
        : nfe + (long) paths * space.nfe(levels.rest(rounds), Readout.IMAGE);
  }
}
