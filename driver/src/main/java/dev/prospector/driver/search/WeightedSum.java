package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Scores;
import java.util.List;

/**
 * The sum of the searched scores, each times its weight; with one verifier of weight 1, its score.
 *
 * @param weights one per searched verifier
 */
public record WeightedSum(List<Double> weights) implements Objective {
  public WeightedSum {
    weights = List.copyOf(weights);
    if (weights.isEmpty() || !weights.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("weights " + weights + ", expected finite numbers");
    }
  }

  /** One verifier's score. */
  public static WeightedSum ofOne() {
    return new WeightedSum(List.of(1.0));
  }

  @Override
  public double[] values(List<Scores> pool) {
    return pool.stream().mapToDouble(this::value).toArray();
  }

  private double value(Scores scores) {
    double sum = 0;
    for (int v = 0; v < weights.size(); v++) {
      sum += weights.get(v) * scores.of(v);
    }
    return sum;
  }

  @Override
  public boolean dependsOnPool() {
    return false;
  }

  @Override
  public int searched() {
    return weights.size();
  }
}
