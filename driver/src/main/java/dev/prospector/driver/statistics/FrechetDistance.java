package dev.prospector.driver.statistics;

/**
 * The squared Fréchet distance between two Gaussians with the means and covariances of two sets of
 * feature vectors,
 *
 * <pre>d² = |m₁ − m₂|² + tr(C₁ + C₂ − 2 (C₁^½ C₂ C₁^½)^½),</pre>
 *
 * as Heusel et al. 2017, arXiv 1706.08500, equation 6, use it for FID. There the root is of C₁C₂;
 * it has the same trace, but the form above needs eigenvalues of symmetric matrices only. It is 0
 * for equal moments, at least 0, and, with as few as some thousand vectors, biased upwards: only
 * distances of sets of the same size compare.
 */
public final class FrechetDistance {
  private FrechetDistance() {}

  /**
   * d² of two sets.
   *
   * @throws IllegalArgumentException if their vectors' sizes differ
   * @throws IllegalStateException if one has less than 2 vectors
   */
  public static double between(Moments a, Moments b) {
    if (a.size() != b.size()) {
      throw new IllegalArgumentException(
          "Fréchet distance of vectors of %d and of %d numbers".formatted(a.size(), b.size()));
    }
    double[] meanA = a.mean();
    double[] meanB = b.mean();
    double[][] covarianceA = a.covariance();
    double[][] covarianceB = b.covariance();
    double square = Symmetric.trace(covarianceA) + Symmetric.trace(covarianceB);
    for (int i = 0; i < meanA.length; i++) {
      square += (meanA[i] - meanB[i]) * (meanA[i] - meanB[i]);
    }
    double[][] root = Symmetric.squareRoot(covarianceA);
    double common = Symmetric.traceOfRoot(Symmetric.sandwich(root, covarianceB));
    return Math.max(0, square - 2 * common);
  }
}
