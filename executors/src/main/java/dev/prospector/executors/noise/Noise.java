package dev.prospector.executors.noise;

import dev.prospector.executors.candidate.NoiseLineage;

/** One lineage's tensor, when there is only one to make; {@link NoiseField} makes many. */
public final class Noise {
  private Noise() {}

  /**
   * The initial noise of variance 1 that a lineage names, as {@link NoiseField#of} gives it.
   *
   * @param elements of one sample, C·H·W
   * @return the values in C order
   * @throws IllegalArgumentException if elements is below 1, or a neighbour's draw is parallel to
   *     its pivot
   */
  public static float[] of(NoiseLineage lineage, int elements) {
    return new NoiseField(elements).of(lineage);
  }
}
