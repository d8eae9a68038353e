package dev.prospector.driver.statistics;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/** Functions of symmetric positive semi-definite matrices, through their eigenvalues. */
final class Symmetric {
  private Symmetric() {}

  /** Eigenvalues; those that rounding made negative are 0. */
  static double[] eigenvalues(double[][] matrix) {
    return eigenvalues(decompose(matrix));
  }

  /** The positive semi-definite square root. */
  static double[][] squareRoot(double[][] matrix) {
    EigenDecomposition eigen = decompose(matrix);
    double[] values = eigenvalues(eigen);
    double[][] vectors = eigen.getV().getData();
    int n = matrix.length;
    double[][] root = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        for (int k = 0; k < n; k++) {
          root[i][j] += vectors[i][k] * Math.sqrt(values[k]) * vectors[j][k];
        }
        root[j][i] = root[i][j];
      }
    }
    return root;
  }

  /** The trace of the square root. */
  static double traceOfRoot(double[][] matrix) {
    double trace = 0;
    for (double value : eigenvalues(matrix)) {
      trace += Math.sqrt(value);
    }
    return trace;
  }

  /** A B A, symmetric as both are. */
  static double[][] sandwich(double[][] a, double[][] b) {
    int n = a.length;
    double[][] ab = new double[n][];
    for (int i = 0; i < n; i++) {
      ab[i] = times(b, a[i]);
    }
    double[][] product = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        product[i][j] = dot(ab[i], a[j]);
        product[j][i] = product[i][j];
      }
    }
    return product;
  }

  /** A x. */
  static double[] times(double[][] a, double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = dot(a[i], x);
    }
    return y;
  }

  static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  static double trace(double[][] matrix) {
    double trace = 0;
    for (int i = 0; i < matrix.length; i++) {
      trace += matrix[i][i];
    }
    return trace;
  }

  private static EigenDecomposition decompose(double[][] matrix) {
    return new EigenDecomposition(new Array2DRowRealMatrix(matrix, false));
  }

  private static double[] eigenvalues(EigenDecomposition eigen) {
    double[] values = eigen.getRealEigenvalues();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, values[i]);
    }
    return values;
  }
}
