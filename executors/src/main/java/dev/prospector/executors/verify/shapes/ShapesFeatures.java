package dev.prospector.executors.verify.shapes;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.FeatureProvider;
import java.util.Arrays;
import java.util.Optional;

/**
 * Unit vectors by the image tower of {@code match}, which learned to tell true from wrong captions:
 * to this world what CLIP's are to photographs. Numbers lie in [-1, 1].
 */
public final class ShapesFeatures implements FeatureProvider {
  private static final int SIZE = 64;

  @Override
  public String name() {
    return "shapes-features";
  }

  @Override
  public int size() {
    return SIZE;
  }

  @Override
  public String description() {
    return "shapes world: unit vectors by a learned dual encoder's image side";
  }

  @Override
  public Optional<ImageSize> imageSize() {
    return Optional.of(EmbeddedNetwork.imageSize("features"));
  }

  @Override
  public FeatureExtractor open(Device device) {
    EmbeddedNetwork network = EmbeddedNetwork.open("features", device);
    try {
      if (network.manifest().integer("output.size") != SIZE) {
        throw network.manifest().invalid("output.size", Integer.toString(SIZE));
      }
      return new Network(network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private record Network(EmbeddedNetwork network) implements FeatureExtractor {

    @Override
    public float[][] of(NDArray images) {
      float[] numbers = network.run(new Shape(SIZE), images);
      float[][] vectors = new float[numbers.length / SIZE][];
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = Arrays.copyOfRange(numbers, i * SIZE, (i + 1) * SIZE);
      }
      return vectors;
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
