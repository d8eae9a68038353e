package dev.prospector.executors.model;

import java.io.Serializable;

/**
 * Sides of a picture in pixels.
 *
 * @param height 1 or more
 * @param width 1 or more
 */
public record PictureSize(int height, int width) implements Serializable {
  public PictureSize {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a picture of height %d and width %d, expected 1 or more".formatted(height, width));
    }
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
