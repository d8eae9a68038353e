package dev.prospector.driver.statistics;

import java.util.OptionalInt;

/**
 * Chooses an image for prompt after prompt by what the set of all chosen would look like with it:
 * the oracle verifiers of Ma et al. 2025, arXiv 2501.09732, section 3.1, which know the measure
 * that a search is judged by and show how far one could get. Greedy and in the order of the calls;
 * the same calls give the same choices. Not for several threads.
 */
final class OracleSelection {
  /** Costs that differ by less, relative to their size, differ by the order of summing only. */
  private static final double ROUNDING = 1e-12;

  private final ChosenSet chosen;

  private OracleSelection(ChosenSet chosen) {
    this.chosen = chosen;
  }

  /** Lowest {@linkplain FrechetDistance FID} against a reference; pools of features. */
  static OracleSelection fid(Moments reference) {
    return new OracleSelection(new ChosenForFid(reference));
  }

  /** Highest {@link InceptionScore}; pools of class probabilities. */
  static OracleSelection inceptionScore(int classes) {
    return new OracleSelection(new ChosenForInceptionScore(classes));
  }

  /**
   * Chooses one of a prompt's candidates and adds it to the chosen.
   *
   * @param pool one vector per candidate
   * @return which; among equals the first; none if no vector is finite
   * @throws IllegalArgumentException if a vector has another size than the reference's
   */
  OptionalInt choose(float[][] pool) {
    int best = -1;
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < pool.length; i++) {
      if (isFinite(pool[i])) {
        double cost = chosen.costWith(pool[i]);
        if (best < 0 || cost < lowest - ROUNDING * Math.abs(lowest)) {
          best = i;
          lowest = cost;
        }
      }
    }
    if (best < 0) {
      return OptionalInt.empty();
    }
    chosen.add(pool[best]);
    return OptionalInt.of(best);
  }

  private static boolean isFinite(float[] vector) {
    for (float x : vector) {
      if (!Float.isFinite(x)) {
        return false;
      }
    }
    return true;
  }
}
