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
   * The value of each, by prompt, in standard deviations of all. All are valued as if they were one
   * pool, so an ensemble's mean rank is that among all prompts.
   */
  double[][] values(Objective objective) {
    double[] all = objective.values(scores.stream().flatMap(List::stream).toList());
    double mean = Arrays.stream(all).average().orElse(0);
    double variance = Arrays.stream(all).map(x -> (x - mean) * (x - mean)).average().orElse(0);
    double sd = variance > 0 ? Math.sqrt(variance) : 1;
    double[][] values = new double[scores.size()][];
    int from = 0;
    for (int p = 0; p < values.length; p++) {
      int to = from + scores.get(p).size();
      values[p] = Arrays.stream(all, from, to).map(x -> (x - mean) / sd).toArray();
      from = to;
    }
    return values;
  }
}
