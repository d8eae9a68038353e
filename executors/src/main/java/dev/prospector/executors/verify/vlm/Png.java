package dev.prospector.executors.verify.vlm;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Images as a grader gets them: 8-bit RGB, as the run's own PNG files round them. */
final class Png {
  static {
    // Without it ImageIO spools every image through a file.
    ImageIO.setUseCache(false);
  }

  private Png() {}

  /**
   * Rounds an image to 8 bits.
   *
   * @param values {@code [B,3,H,W]}, finite; values outside [0, 1] are clamped
   * @param start where this image starts
   * @param area H times W
   * @return H times W pixels 0xRRGGBB, rows from the top
   */
  static int[] rgb(float[] values, int start, int area) {
    int[] pixels = new int[area];
    for (int i = 0; i < area; i++) {
      int red = channel(values[start + i]);
      int green = channel(values[start + area + i]);
      int blue = channel(values[start + 2 * area + i]);
      pixels[i] = red << 16 | green << 8 | blue;
    }
    return pixels;
  }

  /** Lossless; the same pixels give the same bytes on one JDK. */
  static byte[] encode(int[] rgb, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, rgb, 0, width);
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int channel(float value) {
    return Math.max(0, Math.min(255, (int) Math.floor(value * 255f + 0.5f)));
  }
}
