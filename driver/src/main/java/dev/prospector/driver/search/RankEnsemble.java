package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

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
      SortedMap<Double, List<Integer>> descending = new TreeMap<>(Comparator.reverseOrder());
      for (int i = 0; i < values.length; i++) {
        double score = pool.get(i).of(v) + 0.0; // -0.0 and 0.0 are equal scores
        descending.computeIfAbsent(score, s -> new ArrayList<>()).add(i);
      }
      int above = 0;
      for (List<Integer> tied : descending.values()) {
        for (int i : tied) {
          values[i] -= above + (1 + tied.size()) / 2.0;
        }
        above += tied.size();
      }
    }
    return Arrays.stream(values).map(sum -> sum / searched).toArray();
  }

  @Override
  public boolean dependsOnPool() {
    return true;
  }
}
