package dev.prospector.driver.budget;

import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.ScoredCandidate;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a wave's prompts have drawn so far.
 *
 * @param scores by prompt in the wave's order, in the order in which they came
 * @param rounds that ended some
 */
record History(List<List<Scores>> scores, int rounds) {
  static final History NONE = new History(List.of(), 0);

  History {
    scores = List.copyOf(scores);
  }

  /** With a round more. */
  History plus(List<List<ScoredCandidate>> round) {
    List<List<Scores>> grown = new ArrayList<>();
    for (int p = 0; p < round.size(); p++) {
      List<Scores> all = new ArrayList<>(scores.isEmpty() ? List.of() : scores.get(p));
      round.get(p).forEach(one -> all.add(one.scores()));
      grown.add(List.copyOf(all));
    }
    boolean ended = round.stream().anyMatch(some -> !some.isEmpty());
    return new History(grown, ended ? rounds + 1 : rounds);
  }

  /**
   * Where each stands among all of the wave, by prompt: the share of candidates below it, with half
   * of those that are its equals, between 0 and 1. All are valued as if they were one pool, so an
   * ensemble's mean rank is that among all prompts.
   */
  double[][] quantiles(Objective objective) {
    double[] values = objective.values(scores.stream().flatMap(List::stream).toList());
    double[] ascending = values.clone();
    Arrays.sort(ascending);
    double[][] quantiles = new double[scores.size()][];
    int from = 0;
    for (int p = 0; p < quantiles.length; p++) {
      int to = from + scores.get(p).size();
      quantiles[p] =
          Arrays.stream(values, from, to)
              .map(
                  value -> (below(ascending, value) + upTo(ascending, value)) / 2.0 / values.length)
              .toArray();
      from = to;
    }
    return quantiles;
  }

  private static int below(double[] ascending, double value) {
    int low = 0;
    for (int high = ascending.length; low < high; ) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int upTo(double[] ascending, double value) {
    return below(ascending, Math.nextUp(value));
  }
}
