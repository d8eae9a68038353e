package dev.prospector.executors.verify.shapes;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.Manifest;
import java.util.ArrayList;
import java.util.List;

/**
 * The detector's network. It gives, for each cell of a grid, the probability of each kind of object
 * having its centre there, {@code [1+24,8,8]} per image: class 0 is nothing, class 1 + k kind k.
 *
 * @param cell side of a cell in pixels
 */
record Detections(EmbeddedNetwork network, double cell) implements AutoCloseable {
  static final int GRID = 8;

  private static final int CELLS = GRID * GRID;
  private static final int CLASSES = 1 + Kind.ALL.size();

  /** Probabilities of one image. */
  static final int SIZE = CLASSES * CELLS;

  /** Loads it onto the device. The caller closes it. */
  static Detections open(Device device) {
    EmbeddedNetwork network = EmbeddedNetwork.open("detector", device);
    Manifest manifest = network.manifest();
    List<String> classes = new ArrayList<>(List.of("nothing"));
    Kind.ALL.forEach(kind -> classes.add(kind.toString()));
    try {
      if (!manifest.strings("classes").equals(classes)) {
        throw manifest.invalid("classes", classes.toString());
      }
      return new Detections(network, (double) manifest.integer("input.height") / GRID);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** Looks at {@code [B,3,H,W]}: B times {@link #SIZE} probabilities. */
  float[] probabilities(NDArray images) {
    return network.run(new Shape(CLASSES, GRID, GRID), images);
  }

  /** Where a kind's cells start, from an image's offset on: row by row. */
  static int start(int offset, Kind kind) {
    return offset + (1 + Kind.ALL.indexOf(kind)) * CELLS;
  }

  /** The expected number of objects of a kind. */
  static double count(float[] probabilities, int offset, Kind kind) {
    double count = 0;
    int start = start(offset, kind);
    for (int i = start; i < start + CELLS; i++) {
      count += probabilities[i];
    }
    return count;
  }

  @Override
  public void close() {
    network.close();
  }
}
