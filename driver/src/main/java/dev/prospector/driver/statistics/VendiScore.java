package dev.prospector.driver.statistics;

import java.util.Arrays;

/**
 * How many different images a set holds in effect: exp(−Σ λ log λ) over the eigenvalues λ of K/n, K
 * the cosines between all images (Friedman and Dieng 2023, arXiv 2210.02410, definition 3.1). As K
 * = XXᵀ, they are those of XᵀX/n too, whose size is the vectors' and not the set's. From 1, all
 * alike, to n, all orthogonal, but never above the vectors' size.
 */
public final class VendiScore {
  private static final double UNIT = 1e-3;

  private VendiScore() {}

  /**
   * Of a set of unit vectors.
   *
   * @throws IllegalArgumentException if their mean square length is not 1 by more than a
   *     thousandth, or there is none
   */
  public static double of(Moments moments) {
    double[][] dual = moments.secondMoment();
    double square = Symmetric.trace(dual);
    if (!(Math.abs(square - 1) <= UNIT)) {
      throw new IllegalArgumentException(
          "Vendi score of %d vectors with mean square length %s, expected unit vectors"
              .formatted(moments.n(), square));
    }
    return ofOperator(dual);
  }

  /**
   * Of a small set, by K itself, whose size is the set's.
   *
   * @param vectors at least one, of any length
   */
  static double ofDirections(float[][] vectors) {
    double[][] kernel = CosineKernel.of(vectors);
    for (double[] row : kernel) {
      Arrays.setAll(row, j -> row[j] / vectors.length);
    }
    return ofOperator(kernel);
  }

  /** Of K/n, or of what has its eigenvalues. */
  private static double ofOperator(double[][] matrix) {
    double entropy = 0;
    for (double value : Symmetric.eigenvalues(matrix)) {
      entropy -= value == 0 ? 0 : value * Math.log(value);
    }
    return Math.exp(entropy);
  }
}
