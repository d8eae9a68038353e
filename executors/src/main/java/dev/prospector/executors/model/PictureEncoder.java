package dev.prospector.executors.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.Supplier;

/**
 * Pictures to latents. Each is encoded once, by itself, and what comes of it is kept within a bound
 * of memory. Several threads may call it at once.
 */
public final class PictureEncoder implements AutoCloseable {
  private final ModelBundle bundle;
  private final TorchModule encoder;
  private final Encodings encoded = new Encodings(Encodings.share());

  private PictureEncoder(ModelBundle bundle, TorchModule encoder) {
    this.bundle = bundle;
    this.encoder = encoder;
  }

  /** Loads the encoder of a bundle that has one. The caller closes it. */
  public static PictureEncoder open(ModelBundle bundle, Device device) {
    return new PictureEncoder(bundle, TorchModule.load(bundle.part(BundleReader.ENCODER), device));
  }

  /**
   * The latent of a picture.
   *
   * @param sha256 of its file; pictures with the same one are the same
   * @param pixels {@code [3,H,W]} in [0, 1], asked for if they are not encoded yet
   * @return {@code [C,h,w]}, to be left as it is
   */
  public synchronized float[] latent(String sha256, Supplier<float[]> pixels) {
    return encoded.of(sha256, key -> encode(pixels.get())).values(0);
  }

  private Encoding encode(float[] pixels) {
    PictureSize size = bundle.geometry().picture();
    try (NDManager scope = encoder.newManager()) {
      NDArray picture = scope.create(pixels, new Shape(1, 3, size.height(), size.width()));
      Encoding encoding = new Encoding(encoder.forward(new NDList(picture)));
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
