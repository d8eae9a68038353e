package dev.prospector.executors.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.bundle.ModelBundle;
import java.util.function.Supplier;

/**
 * Images to latents. Each is encoded once, by itself, and what comes of it is kept within a bound
 * of memory. Several threads may call it at once.
 */
public final class ImageEncoder implements AutoCloseable {
  private final ModelBundle bundle;
  private final TorchModule encoder;
  private final Encodings encoded = new Encodings(Encodings.share());

  private ImageEncoder(ModelBundle bundle, TorchModule encoder) {
    this.bundle = bundle;
    this.encoder = encoder;
  }

  /** Loads the encoder of a bundle that has one. The caller closes it. */
  public static ImageEncoder open(ModelBundle bundle, Device device) {
    return new ImageEncoder(bundle, TorchModule.load(bundle.part(ModelBundle.ENCODER), device));
  }

  /**
   * The latent of an image.
   *
   * @param sha256 of its file; images with the same one are the same
   * @param pixels {@code [3,H,W]} in [0, 1], asked for if they are not encoded yet
   * @return {@code [C,h,w]}, to be left as it is
   */
  public synchronized float[] latent(String sha256, Supplier<float[]> pixels) {
    return encoded.of(sha256, key -> encode(pixels.get())).values(0);
  }

  private Encoding encode(float[] pixels) {
    ImageSize size = bundle.geometry().image();
    try (NDManager scope = encoder.newManager()) {
      NDArray image = scope.create(pixels, new Shape(1, 3, size.height(), size.width()));
      Encoding encoding = new Encoding(encoder.forward(new NDList(image)));
      if (!encoding.shape(0).equals(bundle.geometry().latent())) {
        throw new IllegalArgumentException(
            "%s: the encoder gave a latent of shape %s, expected %s"
                .formatted(bundle.directory(), encoding.shape(0), bundle.geometry().latent()));
      }
      return encoding;
    }
  }

  @Override
  public void close() {
    encoder.close();
  }
}
