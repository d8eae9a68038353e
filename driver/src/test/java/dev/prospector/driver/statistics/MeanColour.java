package dev.prospector.driver.statistics;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.FeatureProvider;

/** Features that can be had by looking: an image's mean red, green and blue, 0 to 1. */
public final class MeanColour implements FeatureProvider {
  /** Images of this height are those that it does not take. */
  static final int REFUSED = 7;

  @Override
  public String name() {
    return "mean-colour";
  }

  @Override
  public int size() {
    return 3;
  }

  @Override
  public String description() {
    return "mean red, green and blue, 0 to 1";
  }

  @Override
  public FeatureExtractor open(Device device) {
    return MeanColour::means;
  }

  private static float[][] means(NDArray images) {
    Shape shape = images.getShape();
    if (shape.get(2) == REFUSED) {
      throw new IllegalArgumentException("images " + shape + ", expected another height");
    }
    try (NDArray channels = images.reshape(3 * shape.get(0), -1);
        NDArray means = channels.mean(new int[] {1})) {
      float[] numbers = means.toFloatArray();
      float[][] rows = new float[numbers.length / 3][3];
      for (int i = 0; i < numbers.length; i++) {
        rows[i / 3][i % 3] = numbers[i];
      }
      return rows;
    }
  }
}
