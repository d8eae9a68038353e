package dev.prospector.driver.statistics;

import dev.prospector.driver.search.Pool;
import dev.prospector.driver.search.ScoredCandidate;
import dev.prospector.driver.search.SearchState;
import dev.prospector.driver.search.TopK.Entry;
import dev.prospector.driver.search.WinnerSelection;
import java.util.Arrays;
import java.util.List;

/**
 * Winners of a prompt that are good and differ: of its best candidates those that maximise the sum
 * of their values, in units of their standard deviation, and of w (1 − cosine of their features)
 * over all pairs. Each prompt by itself, from what the round log has.
 *
 * @param weight w, 0 or more; with 0 the best win
 */
public record DiverseWinners(double weight) implements WinnerSelection {
  /** How many candidates of a prompt are chosen from, the best. */
  public static final int HELD = 64;

  @Override
  public List<List<Entry<ScoredCandidate>>> choose(List<SearchState> states) {
    return states.stream().map(state -> winners(state.pool())).toList();
  }

  /** Those of one prompt, by value and then by id. */
  public List<Entry<ScoredCandidate>> winners(Pool pool) {
    return chosen(pool.ranked(), weight, pool.k());
  }

  /**
   * Those that are chosen of some, in their order.
   *
   * @param w what a pair at a right angle is worth, in standard deviations of values
   */
  static List<Entry<ScoredCandidate>> chosen(List<Entry<ScoredCandidate>> ranked, double w, int k) {
    double[] u = standardised(ranked.stream().mapToDouble(Entry::score).toArray());
    double[][] b = CosineKernel.of(features(ranked));
    for (double[] row : b) {
      Arrays.setAll(row, j -> 1 - row[j]);
    }
    return Arrays.stream(DiverseSet.choose(u, b, w, k)).mapToObj(ranked::get).toList();
  }

  /** How many different images a set of a prompt's candidates seems to hold. */
  public static double vendiScore(List<Entry<ScoredCandidate>> some) {
    return VendiScore.ofDirections(features(some));
  }

  private static float[][] features(List<Entry<ScoredCandidate>> some) {
    return some.stream().map(one -> one.value().features().toArray()).toArray(float[][]::new);
  }

  private static double[] standardised(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double square = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElse(0);
    return Arrays.stream(values)
        .map(x -> square > 0 ? (x - mean) / Math.sqrt(square) : 0)
        .toArray();
  }
}
