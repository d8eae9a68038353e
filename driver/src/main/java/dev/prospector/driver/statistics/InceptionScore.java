package dev.prospector.driver.statistics;

/**
 * exp(mean over x of KL(p(y|x) ‖ p(y))) (Salimans et al. 2016, arXiv 1606.03498, section 4): from
 * 1, all images alike or all undecided, to the number of classes, every image sure and the classes
 * balanced. p(y) is the mean of the set's own p(y|x). Sets add up as {@link Moments} do. Immutable.
 */
final class InceptionScore {
  private final long n;
  private final double[] sum;
  private final double logarithms;

  private InceptionScore(long n, double[] sum, double logarithms) {
    this.n = n;
    this.sum = sum;
    this.logarithms = logarithms;
  }

  /** Of no image, with so many classes. */
  static InceptionScore none(int classes) {
    return new InceptionScore(0, new double[classes], 0);
  }

  /**
   * Of some images.
   *
   * @param probabilities p(y|x), one row per image; at least one
   * @throws IllegalArgumentException if there is none, or the rows differ in length
   */
  static InceptionScore of(float[][] probabilities) {
    if (probabilities.length == 0) {
      throw new IllegalArgumentException("Inception score of no image, expected at least one");
    }
    InceptionScore score = none(probabilities[0].length);
    for (float[] row : probabilities) {
      score = score.plus(row);
    }
    return score;
  }

  /**
   * With one more image.
   *
   * @param probabilities p(y|x)
   * @throws IllegalArgumentException if the number of classes differs
   */
  InceptionScore plus(float[] probabilities) {
    double[] one = new double[probabilities.length];
    double negentropy = 0;
    for (int i = 0; i < one.length; i++) {
      one[i] = probabilities[i];
      negentropy += timesLog(one[i]);
    }
    return plus(new InceptionScore(1, one, negentropy));
  }

  /**
   * Of both sets together.
   *
   * @throws IllegalArgumentException if their numbers of classes differ
   */
  InceptionScore plus(InceptionScore other) {
    if (sum.length != other.sum.length) {
      throw new IllegalArgumentException(
          "%d classes beside %d".formatted(other.sum.length, sum.length));
    }
    double[] both = new double[sum.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = sum[i] + other.sum[i];
    }
    return new InceptionScore(n + other.n, both, logarithms + other.logarithms);
  }

  /** The score; NaN of no image. */
  double value() {
    double divergence = logarithms / n;
    for (double mass : sum) {
      divergence -= timesLog(mass / n);
    }
    return Math.exp(divergence);
  }

  private static double timesLog(double p) {
    return p == 0 ? 0 : p * Math.log(p);
  }
}
