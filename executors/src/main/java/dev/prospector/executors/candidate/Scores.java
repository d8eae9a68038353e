package dev.prospector.executors.candidate;

import java.io.Serializable;
import java.util.Arrays;

/**
 * One finite score per verifier, in the run's order of verifiers; higher is better. The searched
 * ones come first, and a candidate that can't win has scores by these alone.
 */
public final class Scores implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] values;

  private Scores(double[] values) {
    this.values = values;
  }

  /**
   * Takes the scores in the verifiers' order.
   *
   * @throws IllegalArgumentException if one is NaN or infinite
   */
  public static Scores of(double... values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("score " + value + ", expected a finite number");
      }
    }
    return new Scores(values.clone());
  }

  /** The score of the run's {@code verifier}-th verifier. */
  public double of(int verifier) {
    return values[verifier];
  }

  /**
   * One more, and then these.
   *
   * @throws IllegalArgumentException if it is NaN or infinite
   */
  public Scores after(double first) {
    double[] all = new double[values.length + 1];
    all[0] = first;
    System.arraycopy(values, 0, all, 1, values.length);
    return of(all);
  }

  public int size() {
    return values.length;
  }

  public double[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scores scores && Arrays.equals(values, scores.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
