package dev.prospector.executors.bundle;

import java.io.Serializable;

/**
 * Sides of an image in pixels.
 *
 * @param height 1 or more
 * @param width 1 or more
 */
public record ImageSize(int height, int width) implements Serializable {
  public ImageSize {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "an image of height %d and width %d, expected 1 or more".formatted(height, width));
    }
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
