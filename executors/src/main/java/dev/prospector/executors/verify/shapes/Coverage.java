package dev.prospector.executors.verify.shapes;

import java.util.Arrays;

/** How far each pixel of an image has left the ground, and towards which colour. */
final class Coverage {
  private static final int CHANNELS = 3;
  private static final Colour[] PALETTE = Colour.values();

  final int height;
  final int width;

  /** By pixel, row by row: 0 ground to 1 full colour. */
  final double[] share;

  /** By pixel: the colour towards which it lies best. */
  final Colour[] nearest;

  private Coverage(int height, int width) {
    this.height = height;
    this.width = width;
    this.share = new double[height * width];
    this.nearest = new Colour[height * width];
  }

  /**
   * Measures an image. A pixel is taken as ground + share (colour - ground), by least squares.
   *
   * @param pixels {@code [3,H,W]} in [0, 1], from offset on
   */
  static Coverage of(float[] pixels, int offset, int height, int width) {
    Coverage coverage = new Coverage(height, width);
    double[] ground = new double[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      ground[c] = borderMedian(pixels, offset + c * height * width, height, width);
    }
    double[][] axes = new double[PALETTE.length][CHANNELS];
    double[] lengths = new double[PALETTE.length];
    for (int k = 0; k < PALETTE.length; k++) {
      for (int c = 0; c < CHANNELS; c++) {
        axes[k][c] = PALETTE[k].channel(c) - ground[c];
        lengths[k] += axes[k][c] * axes[k][c];
      }
    }
    double[] away = new double[CHANNELS];
    for (int p = 0; p < height * width; p++) {
      for (int c = 0; c < CHANNELS; c++) {
        away[c] = pixels[offset + c * height * width + p] - ground[c];
      }
      coverage.decompose(p, away, axes, lengths);
    }
    return coverage;
  }

  private void decompose(int pixel, double[] away, double[][] axes, double[] lengths) {
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < axes.length; k++) {
      double along = 0;
      for (int c = 0; c < CHANNELS; c++) {
        along += away[c] * axes[k][c];
      }
      double part = Math.max(0, Math.min(1, along / lengths[k]));
      double miss = 0;
      for (int c = 0; c < CHANNELS; c++) {
        double off = away[c] - part * axes[k][c];
        miss += off * off;
      }
      if (miss < least) {
        least = miss;
        share[pixel] = part;
        nearest[pixel] = PALETTE[k];
      }
    }
  }

  private static double borderMedian(float[] pixels, int start, int height, int width) {
    float[] border = new float[2 * (height + width)];
    int n = 0;
    for (int x = 0; x < width; x++) {
      border[n++] = pixels[start + x];
      border[n++] = pixels[start + (height - 1) * width + x];
    }
    for (int y = 0; y < height; y++) {
      border[n++] = pixels[start + y * width];
      border[n++] = pixels[start + y * width + width - 1];
    }
    Arrays.sort(border);
    return (border[n / 2 - 1] + border[n / 2]) / 2;
  }
}
