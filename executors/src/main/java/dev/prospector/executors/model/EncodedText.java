package dev.prospector.executors.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** What a text encoder made of one text, by condition. */
public final class EncodedText {
  private final List<float[]> values = new ArrayList<>();
  private final List<Shape> shapes = new ArrayList<>();

  /** Takes the one row of each. */
  public EncodedText(NDList outputs) {
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

  /** Texts as a batch, by condition; the manager owns them. */
  public static NDList stack(NDManager manager, List<EncodedText> rows) {
    NDList conditions = new NDList();
    EncodedText first = rows.get(0);
    for (int c = 0; c < first.values.size(); c++) {
      int size = first.values(c).length;
      float[] batch = new float[rows.size() * size];
      for (int row = 0; row < rows.size(); row++) {
        System.arraycopy(rows.get(row).values(c), 0, batch, row * size, size);
      }
      conditions.add(manager.create(batch, new Shape(rows.size()).addAll(first.shape(c))));
    }
    return conditions;
  }

  /** What it takes of the heap. */
  long bytes() {
    return values.stream().mapToLong(value -> (long) Float.BYTES * value.length).sum();
  }
}
