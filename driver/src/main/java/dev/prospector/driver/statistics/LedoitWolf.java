package dev.prospector.driver.statistics;

/**
 * A covariance that has an inverse however few vectors there are: that of the sample, shrunk
 * towards a multiple of the identity. Ledoit and Wolf 2004, "A well-conditioned estimator for
 * large-dimensional covariance matrices" (Journal of Multivariate Analysis 88), section 3.
 *
 * <pre>
 *   ‖A‖² = tr(A Aᵀ) / p           p numbers in each of n vectors x, less their mean
 *   S  = 1/n Σ_k x_k x_kᵀ
 *   m  = tr S / p
 *   d² = ‖S − m I‖²
 *   b² = min(d², 1/n² Σ_k ‖x_k x_kᵀ − S‖²)
 *   Σ  = b²/d² m I + (1 − b²/d²) S
 * </pre>
 */
public final class LedoitWolf {
  private final double[] mean;
  private final double[][] covariance;
  private final double shrinkage;

  private LedoitWolf(double[] mean, double[][] covariance, double shrinkage) {
    this.mean = mean;
    this.covariance = covariance;
    this.shrinkage = shrinkage;
  }

  /**
   * Of some vectors.
   *
   * @param vectors two or more, of the same size, not all equal
   */
  public static LedoitWolf of(double[][] vectors) {
    int n = vectors.length;
    int p = vectors[0].length;
    double[] mean = new double[p];
    for (double[] vector : vectors) {
      for (int i = 0; i < p; i++) {
        mean[i] += vector[i] / n;
      }
    }
    double[][] x = new double[n][p];
    double[][] s = new double[p][p];
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < p; i++) {
        x[k][i] = vectors[k][i] - mean[i];
        for (int j = 0; j <= i; j++) {
          s[i][j] += x[k][i] * x[k][j] / n;
          s[j][i] = s[i][j];
        }
      }
    }
    double m = Symmetric.trace(s) / p;
    double ofS = square(s);
    double d2 = ofS / p - m * m; // ‖S − m I‖², since the trace of S is p m.
    double b2 = 0;
    for (double[] one : x) {
      double length = Symmetric.dot(one, one);
      double along = Symmetric.dot(one, Symmetric.times(s, one));
      b2 += (length * length - 2 * along + ofS) / p / n / n;
    }
    double shrinkage = d2 > 0 ? Math.min(1, b2 / d2) : 1;
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        s[i][j] = (1 - shrinkage) * s[i][j] + (i == j ? shrinkage * m : 0);
      }
    }
    return new LedoitWolf(mean, s, shrinkage);
  }

  private static double square(double[][] matrix) {
    double sum = 0;
    for (double[] row : matrix) {
      sum += Symmetric.dot(row, row);
    }
    return sum;
  }

  /** The mean vector. */
  public double[] mean() {
    return mean.clone();
  }

  /** b²/d², from 0 for the sample's covariance to 1 for a multiple of the identity. */
  public double shrinkage() {
    return shrinkage;
  }

  /** Σ. */
  double[][] covariance() {
    return covariance;
  }

  /**
   * W with Wᵀ W = Σ⁻¹, a lower triangle: what vectors less their mean are multiplied with for
   * Mahalanobis distances. The inverse of Cholesky's L.
   *
   * @throws IllegalStateException if Σ has no inverse, since all vectors are equal
   */
  public double[][] whitening() {
    int p = mean.length;
    double[][] l = new double[p][p];
    double[][] w = new double[p][];
    for (int i = 0; i < p; i++) {
      w[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        double rest = covariance[i][j];
        for (int k = 0; k < j; k++) {
          rest -= l[i][k] * l[j][k];
        }
        l[i][j] = i == j ? Math.sqrt(rest) : rest / l[j][j];
      }
      if (!(l[i][i] > 0)) {
        throw new IllegalStateException("a covariance without an inverse: all vectors are equal");
      }
      w[i][i] = 1 / l[i][i];
      for (int j = 0; j < i; j++) {
        double sum = 0;
        for (int k = j; k < i; k++) {
          sum -= l[i][k] * w[k][j];
        }
        w[i][j] = sum / l[i][i];
      }
    }
    return w;
  }
}
