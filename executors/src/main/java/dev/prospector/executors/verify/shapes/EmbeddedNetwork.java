package dev.prospector.executors.verify.shapes;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.EmbeddedFiles;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.bundle.Manifest;
import dev.prospector.executors.model.TorchModule;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A verifier's TorchScript network from the class path: {@code verifiers/NAME/verifier.json} and
 * the files that it lists.
 */
final class EmbeddedNetwork implements AutoCloseable {
  private static final String MANIFEST = "verifier.json";

  private final Path directory;
  private final Manifest manifest;
  private final Shape image;
  private final TorchModule module;

  private EmbeddedNetwork(Path directory, Manifest manifest, Shape image, TorchModule module) {
    this.directory = directory;
    this.manifest = manifest;
    this.image = image;
    this.module = module;
  }

  /**
   * Loads the network of this name onto the device. The caller closes it.
   *
   * @throws IllegalArgumentException if a file is missing or damaged, or the manifest lacks a key
   */
  static EmbeddedNetwork open(String name, Device device) {
    Path directory = EmbeddedFiles.materialise("verifiers/" + name + "/" + MANIFEST);
    Manifest manifest = Manifest.read(directory.resolve(MANIFEST), 1);
    ImageSize size = imageSize(manifest);
    Shape image = new Shape(3, size.height(), size.width());
    Path file = directory.resolve(manifest.string("parts.network.file"));
    return new EmbeddedNetwork(directory, manifest, image, TorchModule.load(file, device));
  }

  /** The only size of images that the network of this name takes. Loads nothing. */
  static ImageSize imageSize(String name) {
    return imageSize(EmbeddedFiles.manifest("verifiers/" + name + "/" + MANIFEST));
  }

  /** SHA-256 of its files, by name. Loads nothing. */
  static Map<String, String> sha256(String name) {
    return EmbeddedFiles.manifest("verifiers/" + name + "/" + MANIFEST).sha256();
  }

  private static ImageSize imageSize(Manifest manifest) {
    return new ImageSize(manifest.integer("input.height"), manifest.integer("input.width"));
  }

  /** What it says about itself. */
  Manifest manifest() {
    return manifest;
  }

  /** Where its files lie. */
  Path directory() {
    return directory;
  }

  /**
   * Runs {@code forward(images, more...)}.
   *
   * @param each shape of what comes out per image
   * @param images {@code [B,3,H,W]} float32
   * @param more further inputs, in order
   * @return the output {@code [B,each]}, row by row
   * @throws IllegalArgumentException if the images or the output have another shape or type
   */
  float[] run(Shape each, NDArray images, NDArray... more) {
    Shape batch = new Shape(images.getShape().get(0));
    require("images", images, batch.addAll(image));
    NDList inputs = new NDList(images);
    inputs.addAll(new NDList(more));
    try (NDList outputs = module.forward(inputs)) {
      NDArray output = outputs.singletonOrThrow();
      require("the network's output", output, batch.addAll(each));
      return output.toFloatArray();
    }
  }

  /** Runs a network whose output is one score per image, {@code [B]}; otherwise as {@link #run}. */
  double[] scores(NDArray images, NDArray... more) {
    float[] scores = run(new Shape(), images, more);
    return IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray();
  }

  @Override
  public void close() {
    module.close();
  }

  private void require(String what, NDArray found, Shape expected) {
    if (!found.getShape().equals(expected) || found.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "%s: %s %s %s, expected float32 %s"
              .formatted(
                  directory.resolve(MANIFEST),
                  what,
                  found.getDataType(),
                  found.getShape(),
                  expected));
    }
  }
}
