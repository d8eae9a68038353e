package dev.prospector.driver.statistics;

import java.io.Serializable;

/**
 * How many feature vectors a set has, their sum and the sum of their outer products: all that mean
 * and covariance need. Sets add up in any order and grouping, to rounding; who wants the same bits
 * again adds in the same order. Immutable.
 */
public final class Moments implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long n;
  private final double[] sum;
  private final double[][] products;

  private Moments(long n, double[] sum, double[][] products) {
    this.n = n;
    this.sum = sum;
    this.products = products;
  }

  /** Of no vector, of so many numbers. */
  public static Moments none(int size) {
    return new Moments(0, new double[size], new double[size][size]);
  }

  /**
   * Of some vectors.
   *
   * @param vectors at least one, all of the same size
   * @throws IllegalArgumentException if there is none, or the sizes differ
   */
  public static Moments of(float[][] vectors) {
    if (vectors.length == 0) {
      throw new IllegalArgumentException("moments of no vector, expected at least one");
    }
    Moments moments = none(vectors[0].length);
    for (float[] vector : vectors) {
      moments.require(vector.length);
      for (int i = 0; i < vector.length; i++) {
        moments.sum[i] += vector[i];
        for (int j = 0; j < vector.length; j++) {
          moments.products[i][j] += (double) vector[i] * vector[j];
        }
      }
    }
    return new Moments(vectors.length, moments.sum, moments.products);
  }

  /**
   * Of some vectors' directions: all scaled to length 1, as cosines have it.
   *
   * @param vectors at least one, all of the same size
   * @throws IllegalArgumentException if there is none, or the sizes differ
   */
  public static Moments ofDirections(float[][] vectors) {
    float[][] directions = new float[vectors.length][];
    for (int v = 0; v < vectors.length; v++) {
      double square = 0;
      for (float x : vectors[v]) {
        square += (double) x * x;
      }
      directions[v] = vectors[v].clone();
      for (int i = 0; i < directions[v].length; i++) {
        directions[v][i] /= (float) Math.sqrt(square);
      }
    }
    return of(directions);
  }

  /**
   * Of a set of which mean and covariance are known.
   *
   * @param n at least 2
   * @param covariance symmetric, of n − 1; its upper triangle is taken
   * @throws IllegalArgumentException if n is less or the sizes differ
   */
  public static Moments of(long n, double[] mean, double[][] covariance) {
    if (n < 2) {
      throw new IllegalArgumentException(
          "covariance of %d vectors, expected 2 or more".formatted(n));
    }
    Moments moments = none(mean.length);
    moments.require(covariance.length);
    for (int i = 0; i < mean.length; i++) {
      moments.require(covariance[i].length);
      moments.sum[i] = n * mean[i];
      for (int j = 0; j < mean.length; j++) {
        double value = covariance[Math.min(i, j)][Math.max(i, j)];
        moments.products[i][j] = (n - 1) * value + n * mean[i] * mean[j];
      }
    }
    return new Moments(n, moments.sum, moments.products);
  }

  /**
   * Of both sets together.
   *
   * @throws IllegalArgumentException if their vectors' sizes differ
   */
  public Moments plus(Moments other) {
    require(other.size());
    Moments both = none(size());
    for (int i = 0; i < size(); i++) {
      both.sum[i] = sum[i] + other.sum[i];
      for (int j = 0; j < size(); j++) {
        both.products[i][j] = products[i][j] + other.products[i][j];
      }
    }
    return new Moments(n + other.n, both.sum, both.products);
  }

  /** Vectors in the set. */
  public long n() {
    return n;
  }

  /** Numbers in a vector. */
  public int size() {
    return sum.length;
  }

  /** The mean vector; NaN of no vector. */
  public double[] mean() {
    double[] mean = new double[size()];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = sum[i] / n;
    }
    return mean;
  }

  /**
   * The unbiased covariance, of n − 1, as numpy.cov and pytorch-fid have it; exactly symmetric.
   *
   * @throws IllegalStateException of less than 2 vectors
   */
  public double[][] covariance() {
    if (n < 2) {
      throw new IllegalStateException("covariance of %d vectors, needs 2".formatted(n));
    }
    double[][] covariance = new double[size()][size()];
    for (int i = 0; i < size(); i++) {
      for (int j = 0; j < size(); j++) {
        covariance[i][j] = (products[i][j] - sum[i] * sum[j] / n) / (n - 1);
      }
    }
    return covariance;
  }

  /** The mean outer product, XᵀX / n; NaN of no vector. */
  public double[][] secondMoment() {
    double[][] moment = new double[size()][size()];
    for (int i = 0; i < size(); i++) {
      for (int j = 0; j < size(); j++) {
        moment[i][j] = products[i][j] / n;
      }
    }
    return moment;
  }

  private void require(int found) {
    if (found != size()) {
      throw new IllegalArgumentException(
          "a vector of %d numbers among vectors of %d".formatted(found, size()));
    }
  }
}
