package dev.prospector.executors.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** What an encoder made of one text or picture, by output. */
final class Encoding {
  private final List<float[]> values = new ArrayList<>();
  private final List<Shape> shapes = new ArrayList<>();

  /** Takes the one row of each. */
  Encoding(NDList outputs) {
    for (NDArray output : outputs) {
      values.add(output.toFloatArray());
      shapes.add(output.getShape().slice(1));
    }
  }

  /** An output's numbers. */
  float[] values(int output) {
    return values.get(output);
  }

  /** An output's shape, without the batch. */
  Shape shape(int output) {
    return shapes.get(output);
  }

  /** What it takes of the heap. */
  long bytes() {
    return values.stream().mapToLong(value -> (long) Float.BYTES * value.length).sum();
  }
}
