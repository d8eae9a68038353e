package dev.prospector.driver.cluster;

import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Outcome.Failed;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Scores;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A round's outcomes in columns, which take a quarter of what the objects would. They come in any
 * order and are put together anew when they are asked for.
 */
public final class RoundOutcomes extends AbstractList<Outcome> {
  private final RoundIds ids;
  private final int verifiers;

  /** As many for each as there are verifiers; NaN from where it has no more. */
  private final double[] scores;

  /** Null while no outcome has any; then null where one has none. */
  private Features[] features;

  /** Null until the outcome has come. A batch shares its own. */
  private final Cost[] costs;

  private final Map<Integer, String> failures = new HashMap<>();

  public RoundOutcomes(int round, int candidates, int verifiers) {
    this.ids = new RoundIds(round, candidates);
    this.verifiers = verifiers;
    this.scores = new double[Math.multiplyExact(candidates, verifiers)];
    this.costs = new Cost[candidates];
    Arrays.fill(scores, Double.NaN);
  }

  public void put(int position, Outcome outcome) {
    ids.put(position, outcome.id());
    costs[position] = outcome.cost();
    if (outcome instanceof Scored scored) {
      double[] values = scored.scores().toArray();
      System.arraycopy(values, 0, scores, position * verifiers, values.length);
      if (!scored.features().isEmpty()) {
        features = features == null ? new Features[costs.length] : features;
        features[position] = scored.features();
      }
    } else if (outcome instanceof Failed failed) {
      failures.put(position, failed.reason());
    }
  }

  /**
   * Takes a task's outcomes.
   *
   * @param positions of each in the round
   */
  void putAll(int[] positions, Outcome[] outcomes) {
    for (int i = 0; i < positions.length; i++) {
      put(positions[i], outcomes[i]);
    }
  }

  /** Has every reason for a failure said in other words, before anybody reads it. */
  public void rewordFailures(UnaryOperator<String> words) {
    failures.replaceAll((position, reason) -> words.apply(reason));
  }

  public RoundIds ids() {
    return ids;
  }

  @Override
  public Outcome get(int position) {
    if (costs[position] == null) {
      throw new IllegalStateException("no outcome has come for candidate " + position);
    }
    String failure = failures.get(position);
    return failure == null
        ? new Scored(ids.get(position), scores(position), features(position), costs[position])
        : new Failed(ids.get(position), failure, costs[position]);
  }

  private Features features(int position) {
    return features == null || features[position] == null ? Features.NONE : features[position];
  }

  private Scores scores(int position) {
    int from = position * verifiers;
    int to = from;
    while (to < from + verifiers && !Double.isNaN(scores[to])) {
      to++;
    }
    return Scores.of(Arrays.copyOfRange(scores, from, to));
  }

  @Override
  public int size() {
    return costs.length;
  }
}
