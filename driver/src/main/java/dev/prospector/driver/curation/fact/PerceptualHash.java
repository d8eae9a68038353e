package dev.prospector.driver.curation.fact;

import dev.prospector.executors.image.Image;
import java.util.Arrays;
import java.util.Locale;

/**
 * The hash by discrete cosine transform of Zauner 2010, "Implementation and Benchmarking of
 * Perceptual Image Hash Functions": the image in grey and 32 by 32, of its transform the 64
 * coefficients of the frequencies 1 to 8 in both directions, of each whether it is above their
 * median. Unlike there, the image is made small by means over areas alone, and all is counted in
 * integers: every machine finds the same bits, and an image of one colour has none.
 */
final class PerceptualHash {
  private static final int SIDE = 32;
  private static final int FREQUENCIES = 8;
  private static final long[][] COSINES = cosines();

  private PerceptualHash() {}

  /** 16 hexadecimal digits; how many bits differ says how much two images do. */
  static String of(Image image) {
    long[] coefficients = coefficients(centred(image.scaled(SIDE, SIDE).rgb()));
    long[] sorted = coefficients.clone();
    Arrays.sort(sorted);
    long twiceMedian = sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2];
    long hash = 0;
    for (long coefficient : coefficients) {
      hash = hash << 1 | (2 * coefficient > twiceMedian ? 1 : 0);
    }
    return String.format(Locale.ROOT, "%016x", hash);
  }

  /** Grey less its mean, times their number so that it stays whole. */
  private static long[][] centred(byte[] rgb) {
    long[][] grey = new long[SIDE][SIDE];
    long sum = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      int red = rgb[3 * i] & 0xFF;
      int green = rgb[3 * i + 1] & 0xFF;
      int blue = rgb[3 * i + 2] & 0xFF;
      long luma = (299L * red + 587L * green + 114L * blue + 500) / 1000; // ITU-R BT.601
      grey[i / SIDE][i % SIDE] = SIDE * SIDE * luma;
      sum += luma;
    }
    for (long[] row : grey) {
      for (int x = 0; x < SIDE; x++) {
        row[x] -= sum;
      }
    }
    return grey;
  }

  private static long[] coefficients(long[][] grey) {
    long[] coefficients = new long[FREQUENCIES * FREQUENCIES];
    for (int v = 0; v < FREQUENCIES; v++) {
      for (int x = 0; x < SIDE; x++) {
        long column = 0;
        for (int y = 0; y < SIDE; y++) {
          column += COSINES[v][y] * grey[y][x];
        }
        for (int u = 0; u < FREQUENCIES; u++) {
          coefficients[v * FREQUENCIES + u] += COSINES[u][x] * column;
        }
      }
    }
    return coefficients;
  }

  /** Of the frequencies from 1 on, in 2⁻¹⁴. */
  private static long[][] cosines() {
    long[][] cosines = new long[FREQUENCIES][SIDE];
    for (int f = 0; f < FREQUENCIES; f++) {
      for (int x = 0; x < SIDE; x++) {
        double angle = Math.PI * (f + 1) * (2 * x + 1) / (2.0 * SIDE);
        cosines[f][x] = Math.round(StrictMath.cos(angle) * (1 << 14));
      }
    }
    return cosines;
  }
}
