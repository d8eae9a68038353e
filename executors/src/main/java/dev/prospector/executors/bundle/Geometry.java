package dev.prospector.executors.bundle;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Shapes of latents and images.
 *
 * @param latent {@code [C,h,w]}
 * @param image what the decoder returns
 * @param multiple of which the sides of other sizes must be multiples; 0 if there are none
 */
public record Geometry(Shape latent, ImageSize image, int multiple) {
  /**
   * One part in so many of a decoder's tile overlaps the next; it is to be made of whole latents.
   */
  public static final int TILE_OVERLAP = 4;

  /** Of a latent or an image; a batch of those that are larger has no room in an array. */
  private static final long MOST_NUMBERS = 1 << 28;

  /**
   * Shapes that go together.
   *
   * @throws IllegalArgumentException if an image is no whole multiple of its latent, or either is
   *     larger than any memory
   */
  public Geometry {
    long pixels = 3L * image.height() * image.width();
    if (latent.size() > MOST_NUMBERS || pixels > MOST_NUMBERS) {
      throw new IllegalArgumentException(
          "latents of %s and images of %s, expected at most %,d numbers in each"
              .formatted(Arrays.toString(latent.getShape()), image, MOST_NUMBERS));
    }
    if (image.height() % latent.get(1) != 0 || image.width() % latent.get(2) != 0) {
      throw new IllegalArgumentException(
          "images of %s, expected sides that are multiples of the latent's %s"
              .formatted(image, Arrays.toString(latent.getShape())));
    }
  }

  /**
   * The same for another size; the latent keeps its ratio to the image.
   *
   * @throws IllegalArgumentException if the model doesn't draw that size
   */
  Geometry at(ImageSize size) {
    if (size.equals(image)) {
      return this;
    }
    if (multiple == 0) {
      throw new IllegalArgumentException(
          "images of %s, expected %s, the only size of this model".formatted(size, image));
    }
    if (size.height() % multiple != 0 || size.width() % multiple != 0) {
      throw new IllegalArgumentException(
          "images of %s, expected sides that are multiples of %d pixels".formatted(size, multiple));
    }
    long h = latent.get(1) * size.height() / image.height();
    long w = latent.get(2) * size.width() / image.width();
    return new Geometry(new Shape(latent.get(0), h, w), size, multiple);
  }

  /**
   * Refuses tiles in which the decoder can't work.
   *
   * @throws IllegalArgumentException saying which it could
   */
  public void requireTile(int pixels) {
    int whole = ratio() * TILE_OVERLAP;
    if (pixels % whole != 0) {
      throw new IllegalArgumentException(
          "decode-tiles was %d, expected a multiple of %d pixels for this model"
              .formatted(pixels, whole));
    }
  }

  /** The latent's sides, {@code [C,h,w]}. */
  public List<Long> sides() {
    return Arrays.stream(latent.getShape()).boxed().toList();
  }

  /** Pixels along a side per latent. */
  public int ratio() {
    return Math.toIntExact(image.height() / latent.get(1));
  }

  @Override
  public String toString() {
    return Arrays.toString(latent.getShape()) + ", images " + image;
  }
}
