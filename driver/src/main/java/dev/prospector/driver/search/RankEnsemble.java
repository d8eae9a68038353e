package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Scores;
import java.util.Arrays;
import java.util.List;

/**
 * Minus the mean over verifiers of a candidate's rank among its prompt's whole pool (Ma et al.
 * 2025, section 4.2, "Verifier Ensemble": the unweighted average of the ranks). Rank 1 is the best;
 * candidates with equal scores share the mean of the ranks that they take up, so no order of
 * evaluation shows in the value.
 *
 * @param searched how many verifiers, 2 or more
 */
public record RankEnsemble(int searched) implements Objective {
  public RankEnsemble {
    if (searched < 2) {
      throw new IllegalArgumentException("an ensemble of " + searched + ", expected 2 or more");
    }
  }

  @Override
  public double[] values(List<Scores> pool) {
    double[] values = new double[pool.size()];
    for (int v = 0; v < searched; v++) {
      int verifier = v;
      double[] scores = pool.stream().mapToDouble(one -> one.of(verifier)).toArray();
      double[] ascending = scores.clone();
      Arrays.sort(ascending);
      for (int i = 0; i < values.length; i++) {
        int above = ascending.length - firstAbove(ascending, scores[i]);
        int notBelow = ascending.length - firstAtLeast(ascending, scores[i]);
        values[i] -= (above + 1 + notBelow) / 2.0;
      }
    }
    return Arrays.stream(values).map(sum -> sum / searched).toArray();
  }

  private static int firstAtLeast(double[] ascending, double score) {
    int from = 0;
    int to = ascending.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ascending[middle] < score) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private static int firstAbove(double[] ascending, double score) {
    return firstAtLeast(ascending, Math.nextUp(score));
  }

  @Override
  public boolean dependsOnPool() {
    return true;
  }
}
