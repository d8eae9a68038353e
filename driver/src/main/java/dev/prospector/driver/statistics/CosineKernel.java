package dev.prospector.driver.statistics;

/** The cosines between all vectors of a set. */
final class CosineKernel {
  private CosineKernel() {}

  /** Symmetric, of 1 on its diagonal; what has no direction is like everything else. */
  static double[][] of(float[][] vectors) {
    double[] squares = new double[vectors.length];
    double[][] cosines = new double[vectors.length][vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      squares[i] = dot(vectors[i], vectors[i]);
      cosines[i][i] = 1;
      for (int j = 0; j < i; j++) {
        double cosine = dot(vectors[i], vectors[j]) / Math.sqrt(squares[i] * squares[j]);
        cosines[i][j] = Double.isFinite(cosine) ? cosine : 1;
        cosines[j][i] = cosines[i][j];
      }
    }
    return cosines;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
