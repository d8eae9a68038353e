package dev.prospector.driver.run;

import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.ScoredCandidate;
import dev.prospector.driver.search.SearchState;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Outcome;
import java.util.Arrays;
import java.util.List;

/** What images score that nobody chose, for whoever watches a search. */
final class MeanScore {
  private final Objective objective;
  private double sum;
  private long images;

  MeanScore(Objective objective) {
    this.objective = objective;
  }

  /** With a round's images. */
  void add(List<Candidate> candidates, List<Outcome> outcomes) {
    if (objective.dependsOnPool()) {
      return; // A rank among others has no mean that tells anything.
    }
    double[] values =
        objective.values(
            SearchState.scored(candidates, outcomes).stream()
                .filter(one -> one.candidate().leg().sigmaTo() == 0)
                .map(ScoredCandidate::scores)
                .toList());
    sum += Arrays.stream(values).sum();
    images += values.length;
  }

  /** NaN if there is none. */
  double value() {
    return images == 0 ? Double.NaN : sum / images;
  }
}
