package dev.prospector.driver.run;

import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.search.Objective;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Readout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a wave's images score that there are so far, for whoever watches a search. */
final class WatchedScores {
  private final Objective objective;
  private final boolean areTold;
  private final RunListener listener;
  private final Map<Integer, Double> bestOf = new HashMap<>();
  private double sumOfBest;
  private double sum;
  private long images;

  /** Of the round that is under way, which is added as a whole once it is over. */
  private double comingSum;

  private long coming;

  /**
   * None yet.
   *
   * @param listener told of them
   */
  WatchedScores(SearchPlan plan, RunListener listener) {
    this.objective = plan.space().objective();
    this.areTold = plan.isScoredByCaller();
    this.listener = listener;
  }

  /** With some of a round's images, which have just come. */
  void some(List<Outcome> finished) {
    // A rank among others has no mean that tells anything, and a caller has yet to tell scores.
    if (objective.dependsOnPool() || areTold) {
      return;
    }
    for (Outcome outcome : finished) {
      if (outcome instanceof Scored one) {
        comingSum += best(one);
        coming++;
      }
    }
    if (!bestOf.isEmpty()) {
      listener.imagesScored(sumOfBest / bestOf.size(), (sum + comingSum) / (images + coming));
    }
  }

  /** With a whole round's images, whether or not some of them had come before. */
  void round(List<Candidate> candidates, List<Outcome> outcomes) {
    if (objective.dependsOnPool()) {
      return;
    }
    comingSum = 0;
    coming = 0;
    for (int i = 0; i < candidates.size(); i++) { // No list: they may be millions.
      Candidate candidate = candidates.get(i);
      if (candidate.leg().sigmaTo() == 0 && outcomes.get(i) instanceof Scored one) {
        sum += candidate.readout() == Readout.IMAGE ? best(one) : score(one);
        images++;
      }
    }
  }

  private double score(Scored one) {
    return objective.values(List.of(one.scores()))[0];
  }

  /** Its score, which may be the prompt's best so far. */
  private double best(Scored one) {
    double value = score(one);
    Double before = bestOf.get(one.id().prompt());
    if (before == null || value > before) {
      bestOf.put(one.id().prompt(), value);
      sumOfBest += before == null ? value : value - before;
    }
    return value;
  }

  /** Of all images of rounds that are over; NaN if there is none. */
  double mean() {
    return images == 0 ? Double.NaN : sum / images;
  }
}
