package dev.prospector.executors.verify;

import ai.djl.ndarray.NDArray;

/** An open network that describes pictures by vectors: what distances between pictures are of. */
@FunctionalInterface
public interface FeatureExtractor extends AutoCloseable {

  /**
   * Describes a batch. Deterministic; row i depends on picture i alone. What a vector means, and in
   * which range its numbers lie, its {@link FeatureProvider} says.
   *
   * @param pictures {@code [B,3,H,W]} float32 in [0, 1]; not closed or changed
   * @return B vectors of {@link FeatureProvider#size} numbers; a picture that is not finite gets
   *     one that is not finite either
   * @throws IllegalArgumentException if the pictures have a shape that it can't take
   */
  float[][] of(NDArray pictures);

  @Override
  default void close() {}
}
