package dev.prospector.executors.sampling;

import ai.djl.ndarray.NDArray;

/**
 * A network's raw prediction, whatever it was trained to predict; {@link Prediction} says what. How
 * sigma becomes the network's own time, and the conditions, are bound before.
 */
@FunctionalInterface
public interface Network {

  /**
   * Runs it once.
   *
   * @param x {@code [B,C,H,W]}, scaled as the network wants it; not changed
   * @param sigma above 0
   * @return a new array {@code [B,C,H,W]} of x's type, attached to x's manager
   */
  NDArray predict(NDArray x, double sigma);
}
