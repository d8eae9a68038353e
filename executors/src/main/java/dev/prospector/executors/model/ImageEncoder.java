package dev.prospector.executors.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.Geometry;
import dev.prospector.executors.bundle.ImageSize;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Images to latents. Each is encoded once, by itself, and what comes of it is kept within a bound
 * of memory. Several threads may call it at once.
 */
public final class ImageEncoder implements AutoCloseable {
  private final Path file;
  private final TorchModule encoder;
  private final Encodings encoded = new Encodings(Encodings.share());

  private ImageEncoder(Path file, TorchModule encoder) {
    this.file = file;
    this.encoder = encoder;
  }

  /** Loads it. The caller closes it. */
  static ImageEncoder open(Path file, Device device) {
    return new ImageEncoder(file, TorchModule.load(file, device));
  }

  /**
   * The latent of an image.
   *
   * @param sha256 of its file; images with the same one are the same
   * @param geometry shapes of the image and of what becomes of it
   * @param pixels {@code [3,H,W]} in [0, 1], asked for if they are not encoded yet
   * @return {@code [C,h,w]}, to be left as it is
   */
  public synchronized float[] latent(String sha256, Geometry geometry, Supplier<float[]> pixels) {
    // An image has one size; whoever asks for it at another must not get what it became at that.
    return encoded
        .of(sha256 + " " + geometry.image(), key -> encode(pixels.get(), geometry))
        .values(0);
  }

  private Encoding encode(float[] pixels, Geometry geometry) {
    ImageSize size = geometry.image();
    try (NDManager scope = encoder.newManager()) {
      NDArray image = scope.create(pixels, new Shape(1, 3, size.height(), size.width()));
      Encoding encoding = new Encoding(encoder.forward(new NDList(image)));
      if (!encoding.shape(0).equals(geometry.latent())) {
        throw new IllegalArgumentException(
            "%s: gave a latent of shape %s, expected %s"
                .formatted(file, encoding.shape(0), geometry.latent()));
      }
      return encoding;
    }
  }

  @Override
  public void close() {
    encoder.close();
  }
}
