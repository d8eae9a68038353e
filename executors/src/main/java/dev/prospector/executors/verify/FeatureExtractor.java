package dev.prospector.executors.verify;

import ai.djl.ndarray.NDArray;

/** An open network that describes images by vectors: what distances between images are of. */
@FunctionalInterface
public interface FeatureExtractor extends AutoCloseable {

  /**
   * Describes a batch. Deterministic; row i depends on image i alone. What a vector means, and in
   * which range its numbers lie, its {@link FeatureProvider} says.
   *
   * @param images {@code [B,3,H,W]} float32 in [0, 1]; not closed or changed
   * @return B vectors of {@link FeatureProvider#size} numbers; an image that is not finite gets one
   *     that is not finite either
   * @throws IllegalArgumentException if the images have a shape that it can't take
   */
  float[][] of(NDArray images);

  @Override
  default void close() {}
}
