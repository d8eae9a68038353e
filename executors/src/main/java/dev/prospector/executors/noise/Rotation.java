package dev.prospector.executors.noise;

/**
 * A step of zero-order search (Ma et al. 2025, section 3; after {@code generate_neighbors}, the
 * authors' code in tt-scale-flux): the pivot n turned by a fixed angle in a random direction. With
 * {@code u = n/|n|}, v the seed's Gaussian and {@code w = normalize(v - <v,u>u)} it is {@code |n|
 * (c u + sqrt(1 - c²) w)}, in float64.
 *
 * <p>w doesn't exist where v is parallel to n: over one element, or with the seed that also drew
 * the pivot. That is an error unless c is 1 or -1, which need no direction.
 */
final class Rotation {
  /** {@code |v - <v,u>u| / |v|} at and below which w would be made of rounding errors. */
  private static final double PARALLEL = 1e-6;

  private Rotation() {}

  static float[] neighbour(float[] n, long seed, double c) {
    float[] v = TorchNormal.randn(seed, n.length);
    double norm = Math.sqrt(dot(n, n));
    double along = dot(v, n) / norm; // <v,u>
    double[] w = new double[n.length];
    double square = 0;
    for (int i = 0; i < w.length; i++) {
      w[i] = v[i] - along * (n[i] / norm);
      square += w[i] * w[i];
    }
    double s = Math.sqrt((1 - c) * (1 + c));
    double across = Math.sqrt(square);
    if (s > 0 && !(across > PARALLEL * Math.sqrt(dot(v, v)))) {
      throw new IllegalArgumentException(
          "neighbour of seed "
              + seed
              + ": its draw of "
              + n.length
              + " elements is parallel to the pivot, so there is no direction to turn in; expected"
              + " another seed than the pivot's and at least 2 elements");
    }
    double scale = s > 0 ? norm * s / across : 0;
    float[] turned = new float[n.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = (float) (c * n[i] + scale * w[i]);
    }
    return turned;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
