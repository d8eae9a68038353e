package dev.prospector.executors.candidate;

import java.io.Serializable;
import java.util.Arrays;

/** An image's feature vector, where a run's objective or record needs one; else empty. */
public final class Features implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No features were asked for. */
  public static final Features NONE = new Features(new float[0]);

  private final float[] values;

  private Features(float[] values) {
    this.values = values;
  }

  /** Takes a vector. */
  public static Features of(float... values) {
    return values.length == 0 ? NONE : new Features(values.clone());
  }

  public boolean isEmpty() {
    return values.length == 0;
  }

  public float[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Features features && Arrays.equals(values, features.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length + " features";
  }
}
