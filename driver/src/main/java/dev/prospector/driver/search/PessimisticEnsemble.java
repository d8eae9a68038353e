package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Scores;
import java.util.Arrays;
import java.util.List;

/**
 * The mean of several verifiers' scores less k times their standard deviation, so that an image
 * which one of them loves alone loses.
 *
 * <pre>
 *   z_j = (r_j - mean r_j) / sd r_j    over the prompt's whole pool so far; 0 where all are equal
 *   s = mean z - k sd z                over the verifiers j
 * </pre>
 *
 * <p>After the ensembles of Coste et al. 2023 (arXiv 2310.02743), "uncertainty-weighted
 * optimization". Deviations: members are standardised, since these verifiers share no scale, and
 * the standard deviation stands for the variance, so that k has no unit. Of two members and k = 1
 * it is the smaller score, their "worst-case optimization". Both deviations are those of a
 * population.
 *
 * <p>With more members or a larger k an image that is better by all, but by one of them far more
 * than by the others, can be worth less.
 *
 * @param searched how many verifiers, 2 or more
 * @param k finite, 0 or more; 0 is their mean
 */
public record PessimisticEnsemble(int searched, double k) implements Objective {
  public PessimisticEnsemble {
    if (searched < 2 || !(k >= 0 && Double.isFinite(k))) {
      throw new IllegalArgumentException(
          "an ensemble of %d less %s deviations, expected 2 or more and 0 or more"
              .formatted(searched, k));
    }
  }

  @Override
  public double[] values(List<Scores> pool) {
    double[][] z = new double[pool.size()][searched];
    for (int j = 0; j < searched; j++) {
      int member = j;
      double[] r = standardised(pool.stream().mapToDouble(scores -> scores.of(member)).toArray());
      for (int i = 0; i < r.length; i++) {
        z[i][j] = r[i];
      }
    }
    return Arrays.stream(z).mapToDouble(mine -> mean(mine) - k * deviation(mine)).toArray();
  }

  private static double[] standardised(double[] scores) {
    double mean = mean(scores);
    double deviation = deviation(scores);
    return Arrays.stream(scores).map(r -> deviation > 0 ? (r - mean) / deviation : 0).toArray();
  }

  /** Summed from the least, so that the order of a pool does not show. */
  private static double mean(double[] some) {
    return Arrays.stream(some).sorted().sum() / some.length;
  }

  private static double deviation(double[] some) {
    if (Arrays.stream(some).allMatch(one -> one == some[0])) {
      return 0; // Their mean may have been rounded.
    }
    double mean = mean(some);
    return Math.sqrt(mean(Arrays.stream(some).map(one -> (one - mean) * (one - mean)).toArray()));
  }

  @Override
  public boolean dependsOnPool() {
    return true;
  }

  @Override
  public boolean respectsDominance() {
    return false;
  }
}
