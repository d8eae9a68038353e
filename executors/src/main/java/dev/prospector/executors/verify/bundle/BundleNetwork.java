package dev.prospector.executors.verify.bundle;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.model.TorchModule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A bundle's parts on one device, be it the images' or another. Batches are cut into chunks of one
 * size, the last filled up by repeating its last row, so that no number depends on how many images
 * came along.
 */
final class BundleNetwork implements AutoCloseable {
  private final VerifierBundle bundle;
  private final Device device;
  private final int batch;
  private final TorchModule module;
  private final PromptConditions conditions;

  private BundleNetwork(
      VerifierBundle bundle,
      Device device,
      int batch,
      TorchModule module,
      PromptConditions conditions) {
    this.bundle = bundle;
    this.device = device;
    this.batch = batch;
    this.module = module;
    this.conditions = conditions;
  }

  /** Loads it. The caller closes it. */
  static BundleNetwork open(VerifierBundle bundle, Device device, int batch) {
    TorchModule module = TorchModule.load(bundle.network(), device);
    try {
      PromptConditions conditions = PromptConditions.open(bundle, device);
      return new BundleNetwork(bundle, device, batch, module, conditions);
    } catch (RuntimeException e) {
      module.close();
      throw e;
    }
  }

  /**
   * Runs it.
   *
   * @param each shape of what comes out per image
   * @param images {@code [B,3,H,W]} float32, on any device
   * @param prompts B of them; of no account if the bundle sees no prompt
   * @return B rows
   * @throws IllegalArgumentException if the images or what comes out have another shape
   */
  List<float[]> run(Shape each, NDArray images, List<String> prompts) {
    Shape shape = images.getShape();
    if (shape.dimension() != 4 || shape.get(1) != 3 || images.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "%s: images %s %s, expected float32 (B, 3, H, W)"
              .formatted(bundle.directory(), images.getDataType(), shape));
    }
    List<float[]> rows = new ArrayList<>();
    int all = Math.toIntExact(shape.get(0));
    for (int from = 0; from < all; from += batch) {
      int to = Math.min(all, from + batch);
      try (NDManager scope = module.newManager()) {
        NDList inputs = new NDList(chunk(scope, images, from, to));
        if (conditions.needed()) {
          inputs.addAll(conditions.of(scope, filled(prompts.subList(from, to))));
        }
        NDArray output = module.forward(inputs).singletonOrThrow();
        require(output, new Shape(batch).addAll(each));
        rows.addAll(split(output.toFloatArray(), to - from));
      }
    }
    return rows;
  }

  private NDArray chunk(NDManager scope, NDArray images, int from, int to) {
    try (NDManager origin = images.getManager().newSubManager()) {
      NDArray rows = images.get(new NDIndex("{}:{}", from, to));
      rows.attach(origin);
      if (to - from < batch) {
        NDArray last = rows.get(new NDIndex("{}:", to - from - 1));
        rows = rows.concat(last.repeat(0, batch - (to - from)));
      }
      NDArray here = rows.toDevice(device, true);
      here.attach(scope);
      return here;
    }
  }

  private List<String> filled(List<String> prompts) {
    List<String> filled = new ArrayList<>(prompts);
    filled.addAll(Collections.nCopies(batch - prompts.size(), prompts.get(prompts.size() - 1)));
    return filled;
  }

  private List<float[]> split(float[] numbers, int rows) {
    int each = numbers.length / batch;
    List<float[]> split = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      float[] numbersOfRow = new float[each];
      System.arraycopy(numbers, row * each, numbersOfRow, 0, each);
      split.add(numbersOfRow);
    }
    return split;
  }

  private void require(NDArray found, Shape expected) {
    if (!found.getShape().equals(expected) || found.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "%s: gave %s %s, expected float32 %s"
              .formatted(bundle.network(), found.getDataType(), found.getShape(), expected));
    }
  }

  @Override
  public void close() {
    conditions.close();
    module.close();
  }
}
