package dev.prospector.executors.verify.shapes;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.FeatureProvider;
import java.util.Optional;

/**
 * p(y|x) over the kinds of object, in {@link Kind#ALL}'s order: what share of an image's objects is
 * of each kind, by the detector's expected counts. To this world what Inception's class
 * probabilities are to photographs. Numbers lie in (0, 1) and sum to 1.
 */
public final class ShapesClasses implements FeatureProvider {
  /**
   * Objects of each kind that every image has beside those seen: where there are none, the kinds
   * are as good as equally likely (the detector expects some 10⁻⁵ of each on bare ground).
   */
  private static final double FLOOR = 2e-4;

  @Override
  public String name() {
    return "shapes-classes";
  }

  @Override
  public int size() {
    return Kind.ALL.size();
  }

  @Override
  public String description() {
    return "shapes world: shares of the kinds of object by a learned detector, 0 to 1, sum 1";
  }

  @Override
  public Optional<ImageSize> imageSize() {
    return Optional.of(EmbeddedNetwork.imageSize("detector"));
  }

  @Override
  public FeatureExtractor open(Device device) {
    return new Shares(Detections.open(device));
  }

  /**
   * Shares by expected counts.
   *
   * @param probabilities as in {@link Detections}
   */
  static float[] shares(float[] probabilities, int offset) {
    double[] counts = new double[Kind.ALL.size()];
    double all = 0;
    for (int k = 0; k < counts.length; k++) {
      counts[k] = FLOOR + Detections.count(probabilities, offset, Kind.ALL.get(k));
      all += counts[k];
    }
    float[] shares = new float[counts.length];
    for (int k = 0; k < shares.length; k++) {
      shares[k] = (float) (counts[k] / all);
    }
    return shares;
  }

  private record Shares(Detections detections) implements FeatureExtractor {

    @Override
    public float[][] of(NDArray images) {
      float[] probabilities = detections.probabilities(images);
      float[][] rows = new float[probabilities.length / Detections.SIZE][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = shares(probabilities, i * Detections.SIZE);
      }
      return rows;
    }

    @Override
    public void close() {
      detections.close();
    }
  }
}
