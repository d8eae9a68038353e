package dev.prospector.executors.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.engine.OpenVerifiers.OpenFeatures;
import dev.prospector.executors.image.Image;
import dev.prospector.executors.model.LibTorch;
import java.util.List;
import java.util.OptionalInt;

/** Describes images that lie in files. */
public final class ImageFeatures implements AutoCloseable {
  private final Device device;
  private final Lease<OpenFeatures> network;

  private ImageFeatures(Device device, Lease<OpenFeatures> network) {
    this.device = device;
    this.network = network;
  }

  /**
   * Leases the network of these features. The caller closes it, which gives it back.
   *
   * @param gpu the address that the cluster manager gave this task; empty for the CPU
   * @param files whence the network comes if it is inside a model's bundle
   * @throws IllegalArgumentException if there are no such features
   * @throws IllegalStateException if libtorch does not find that GPU
   */
  public static ImageFeatures open(String features, OptionalInt gpu, HadoopFiles files) {
    Device device = LibTorch.device(gpu);
    LibTorch.requireThere(device);
    return new ImageFeatures(device, OpenVerifiers.ofJvm().features(features, device, files));
  }

  /**
   * One vector for each.
   *
   * @param images one or more, all of the same size
   */
  public float[][] of(List<Image> images) {
    int height = images.get(0).height();
    int width = images.get(0).width();
    float[] pixels = new float[images.size() * 3 * height * width];
    for (int p = 0; p < images.size(); p++) {
      images.get(p).copyTo(pixels, p * 3 * height * width);
    }
    try (NDManager scope = NDManager.newBaseManager(device, "PyTorch")) {
      NDArray batch = scope.create(pixels, new Shape(images.size(), 3, height, width));
      return network.value().extractor().of(batch);
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
