package dev.prospector.driver.statistics;

/**
 * Costs the squared Fréchet distance to reference moments.
 *
 * <p>The covariance is the population's, of n and not of n − 1: so the distance is defined from the
 * first image on, whose Gaussian is a point, and for as long as the covariance has no full rank;
 * the formula asks for none (it is the Wasserstein distance, which degenerate Gaussians have too).
 * The first choices therefore lie near the reference's mean and the next ones spread. Starting from
 * the reference's moments instead, as if 1 to 2,000 images had them, got no nearer at 100, 200 or
 * 600 images of shapes-s, and would have been one more number to choose.
 *
 * <p>All vectors are taken as x − m₁ and as w = C₁^½ (x − m₁): the covariance of the w is C₁^½ C₂
 * C₁^½, so that a candidate costs one rank-one update and one eigenvalue problem.
 */
final class ChosenForFid implements ChosenSet {
  private final double[] center;
  private final double[][] root;
  private final double variance;

  private int n;
  private double squares;
  private final double[] sum;
  private final double[] rootedSum;
  private final double[][] rootedProducts;

  ChosenForFid(Moments reference) {
    int size = reference.size();
    center = reference.mean();
    root = Symmetric.squareRoot(reference.covariance());
    variance = Symmetric.trace(reference.covariance());
    sum = new double[size];
    rootedSum = new double[size];
    rootedProducts = new double[size][size];
  }

  @Override
  public double costWith(float[] vector) {
    double[] x = centered(vector);
    double[] w = Symmetric.times(root, x);
    int all = n + 1;
    double shift = 0;
    for (int i = 0; i < x.length; i++) {
      double mean = (sum[i] + x[i]) / all;
      shift += mean * mean;
    }
    double spread = (squares + Symmetric.dot(x, x)) / all - shift;
    double[][] covariance = new double[x.length][x.length];
    for (int i = 0; i < x.length; i++) {
      double mean = (rootedSum[i] + w[i]) / all;
      for (int j = 0; j <= i; j++) {
        double product = (rootedProducts[i][j] + w[i] * w[j]) / all;
        covariance[i][j] = product - mean * (rootedSum[j] + w[j]) / all;
        covariance[j][i] = covariance[i][j];
      }
    }
    return shift + variance + spread - 2 * Symmetric.traceOfRoot(covariance);
  }

  @Override
  public void add(float[] vector) {
    double[] x = centered(vector);
    double[] w = Symmetric.times(root, x);
    n++;
    squares += Symmetric.dot(x, x);
    for (int i = 0; i < x.length; i++) {
      sum[i] += x[i];
      rootedSum[i] += w[i];
      for (int j = 0; j <= i; j++) {
        rootedProducts[i][j] += w[i] * w[j];
      }
    }
  }

  private double[] centered(float[] vector) {
    if (vector.length != center.length) {
      throw new IllegalArgumentException(
          "a vector of %d numbers, expected %d as in the reference"
              .formatted(vector.length, center.length));
    }
    double[] x = new double[vector.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = vector[i] - center[i];
    }
    return x;
  }
}
