package dev.prospector.executors.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.FeatureProviders;
import java.util.List;
import java.util.OptionalInt;

/** Describes pictures that lie in files. */
public final class PictureFeatures implements AutoCloseable {
  private final Device device;
  private final FeatureExtractor extractor;

  private PictureFeatures(Device device, FeatureExtractor extractor) {
    this.device = device;
    this.extractor = extractor;
  }

  /**
   * Loads the network of these features. The caller closes it.
   *
   * @param gpu the address that the cluster manager gave this task; empty for the CPU
   * @throws IllegalArgumentException if there are no such features
   */
  public static PictureFeatures open(String features, OptionalInt gpu) {
    Device device = Engine.device(gpu);
    return new PictureFeatures(device, FeatureProviders.named(features).open(device));
  }

  /**
   * One vector for each.
   *
   * @param pictures one or more, all of the same size
   */
  public float[][] of(List<Picture> pictures) {
    int height = pictures.get(0).height();
    int width = pictures.get(0).width();
    float[] pixels = new float[pictures.size() * 3 * height * width];
    for (int p = 0; p < pictures.size(); p++) {
      pictures.get(p).copyTo(pixels, p * 3 * height * width);
    }
    try (NDManager scope = NDManager.newBaseManager(device, "PyTorch")) {
      NDArray batch = scope.create(pixels, new Shape(pictures.size(), 3, height, width));
      return extractor.of(batch);
    }
  }

  @Override
  public void close() {
    extractor.close();
  }
}
