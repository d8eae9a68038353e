package dev.prospector.executors.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an encoder made of one text or image, by output. */
public final class Encoding {
  private final List<float[]> values = new ArrayList<>();
  private final List<Shape> shapes = new ArrayList<>();

  /** Takes the one row of each. */
  public Encoding(NDList outputs) {
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

  /**
   * Encodings as a batch, by output.
   *
   * @param manager owns it
   * @param rows zeros for those that are empty, which the first is not
   */
  public static NDList stack(NDManager manager, List<Optional<Encoding>> rows) {
    NDList batched = new NDList();
    Encoding first = rows.get(0).orElseThrow();
    for (int output = 0; output < first.values.size(); output++) {
      int size = first.values(output).length;
      float[] batch = new float[rows.size() * size];
      for (int row = 0; row < rows.size(); row++) {
        if (rows.get(row).isPresent()) {
          System.arraycopy(rows.get(row).get().values(output), 0, batch, row * size, size);
        }
      }
      batched.add(manager.create(batch, new Shape(rows.size()).addAll(first.shape(output))));
    }
    return batched;
  }

  /** What it takes of the heap. */
  long bytes() {
    return values.stream().mapToLong(value -> (long) Float.BYTES * value.length).sum();
  }
}
