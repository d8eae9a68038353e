package dev.prospector.executors.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** What a text encoder made of one text, by condition. */
final class EncodedText {
  private final List<float[]> values = new ArrayList<>();
  private final List<Shape> shapes = new ArrayList<>();

  /** Takes the one row of each. */
  EncodedText(NDList outputs) {
    for (NDArray output : outputs) {
      values.add(output.toFloatArray());
      shapes.add(output.getShape().slice(1));
    }
  }

  /** A condition's numbers. */
  float[] values(int condition) {
    return values.get(condition);
  }

  /** A condition's shape, without the batch. */
  Shape shape(int condition) {
    return shapes.get(condition);
  }

  /** What it takes of the heap. */
  long bytes() {
    return values.stream().mapToLong(value -> (long) Float.BYTES * value.length).sum();
  }
}
