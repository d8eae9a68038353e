package dev.prospector.driver.forecast;

import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.driver.search.Objective;
import dev.prospector.driver.statistics.SplitMix64;
import dev.prospector.executors.noise.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * How many candidates for everybody give the mean score that another search's winners have: where
 * the curve of what the best of j are expected to be first reaches it, from a run that gave
 * everybody n of them.
 *
 * <pre>
 *   C(j) = mean over prompts of E[h | best of j]   (the U-statistic of best-of-j, Hoeffding 1948)
 *   least j with C(j) ≥ s, linear in between; s the mean over the same prompts of the other's scores
 * </pre>
 *
 * <p>The interval is a bootstrap over prompts (Efron 1979), each with its score and its curve: that
 * of both runs together, paired.
 *
 * @param candidates from 1 to n; infinite where n give less
 * @param low of the 95 % interval
 * @param high of the 95 % interval
 * @param prompts that both runs have
 */
public record EqualScore(double candidates, double low, double high, int prompts) {
  private static final int TIMES = 1000;

  /**
   * Of two runs.
   *
   * @param uniform whose candidates are all drawn independently
   * @param objective who wins there, by scores in that run's order; no value depends on others
   * @param verifier whose scores are held against each other
   * @param scores of the other search's winners, by prompt
   * @throws IllegalArgumentException if there is no prompt that both have
   */
  public static EqualScore of(
      EarlierRun uniform, Objective objective, String verifier, Map<String, Double> scores) {
    int column = uniform.verifiers().indexOf(verifier);
    List<double[]> curves = new ArrayList<>();
    List<Double> reached = new ArrayList<>();
    for (Draws one : uniform.prompts()) {
      Double score = scores.get(one.promptId());
      if (score != null) {
        Leaders leaders = Leaders.of(objective, one);
        double[] curve = new double[uniform.candidates()];
        Arrays.setAll(curve, i -> leaders.expected(i + 1, c -> one.candidates().get(c).of(column)));
        curves.add(curve);
        reached.add(score);
      }
    }
    if (curves.isEmpty()) {
      throw new IllegalArgumentException("no prompt is in both runs");
    }
    return of(curves, reached.stream().mapToDouble(score -> score).toArray());
  }

  /**
   * The same of curves.
   *
   * @param curves by prompt, at 1, 2, … n candidates
   * @param scores by prompt
   */
  static EqualScore of(List<double[]> curves, double[] scores) {
    int prompts = scores.length;
    double[] drawn = new double[TIMES];
    for (int b = 0; b < TIMES; b++) {
      long stream = Seeds.derive(0, "equal score", b, 0) << 32;
      int[] places = new int[prompts];
      for (int p = 0; p < prompts; p++) {
        places[p] = SplitMix64.index(stream++, prompts);
      }
      drawn[b] = crossing(curves, scores, p -> places[p]);
    }
    Estimate crossing = Estimate.ofResampled(crossing(curves, scores, p -> p), drawn);
    return new EqualScore(crossing.mean(), crossing.low(), crossing.high(), prompts);
  }

  private static double crossing(List<double[]> curves, double[] scores, IntUnaryOperator of) {
    int n = curves.get(0).length;
    double[] apart = new double[n]; // C(j) − s, times the prompts
    for (int p = 0; p < scores.length; p++) {
      int place = of.applyAsInt(p);
      for (int j = 0; j < n; j++) {
        apart[j] += curves.get(place)[j] - scores[place];
      }
    }
    if (apart[0] >= 0) {
      return 1;
    }
    for (int j = 1; j < n; j++) {
      if (apart[j] >= 0) {
        return j + apart[j - 1] / (apart[j - 1] - apart[j]);
      }
    }
    return Double.POSITIVE_INFINITY;
  }
}
