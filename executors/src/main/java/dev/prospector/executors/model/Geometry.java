package dev.prospector.executors.model;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Shapes of latents and pictures.
 *
 * @param latent {@code [C,h,w]}
 * @param picture what the decoder returns
 * @param multiple of which the sides of other sizes must be multiples; 0 if there are none
 */
public record Geometry(Shape latent, PictureSize picture, int multiple) {

  /**
   * The same for another size; the latent keeps its ratio to the picture.
   *
   * @throws IllegalArgumentException if the model doesn't draw that size
   */
  public Geometry at(PictureSize size) {
    if (size.equals(picture)) {
      return this;
    }
    if (multiple == 0) {
      throw new IllegalArgumentException(
          "pictures of %s, expected %s, the only size of this model".formatted(size, picture));
    }
    if (size.height() % multiple != 0 || size.width() % multiple != 0) {
      throw new IllegalArgumentException(
          "pictures of %s, expected sides that are multiples of %d pixels"
              .formatted(size, multiple));
    }
    long h = latent.get(1) * size.height() / picture.height();
    long w = latent.get(2) * size.width() / picture.width();
    return new Geometry(new Shape(latent.get(0), h, w), size, multiple);
  }

  /**
   * Refuses tiles in which the decoder can't work.
   *
   * @throws IllegalArgumentException saying which it could
   */
  public void requireTile(int pixels) {
    PictureDecoder.requireTile(this, pixels);
  }

  @Override
  public String toString() {
    return Arrays.toString(latent.getShape()) + ", pictures " + picture;
  }
}
