package dev.prospector.driver.look;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * Ridge regression (Hoerl and Kennard 1970) by its normal equations, which add up: β = (XᵀX + λI)⁻¹
 * Xᵀy.
 */
final class Ridge {
  /** XᵀX. */
  private final double[][] xx;

  /** Xᵀy. */
  private final double[] xy;

  /** Of no rows. */
  Ridge(int unknowns) {
    this.xx = new double[unknowns][unknowns];
    this.xy = new double[unknowns];
  }

  /** Of rows of X and their targets. */
  static Ridge of(double[][] x, double[] y, int unknowns) {
    Ridge sums = new Ridge(unknowns);
    for (int row = 0; row < x.length; row++) {
      for (int i = 0; i < unknowns; i++) {
        sums.xy[i] += x[row][i] * y[row];
        for (int j = 0; j < unknowns; j++) {
          sums.xx[i][j] += x[row][i] * x[row][j];
        }
      }
    }
    return sums;
  }

  /** These rows and those. */
  Ridge plus(Ridge other) {
    return with(other, 1);
  }

  /** Without some of the rows. */
  Ridge without(Ridge part) {
    return with(part, -1);
  }

  private Ridge with(Ridge other, double sign) {
    int n = xy.length;
    Ridge sums = new Ridge(n);
    for (int i = 0; i < n; i++) {
      sums.xy[i] = xy[i] + sign * other.xy[i];
      for (int j = 0; j < n; j++) {
        sums.xx[i][j] = xx[i][j] + sign * other.xx[i][j];
      }
    }
    return sums;
  }

  /**
   * The weights.
   *
   * @param lambda above 0
   */
  double[] solve(double lambda) {
    double[][] penalised = new double[xy.length][];
    for (int i = 0; i < penalised.length; i++) {
      penalised[i] = xx[i].clone();
      penalised[i][i] += lambda;
    }
    return new CholeskyDecomposition(new Array2DRowRealMatrix(penalised, false))
        .getSolver()
        .solve(new ArrayRealVector(xy))
        .toArray();
  }
}
