package dev.prospector.driver.curation.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.executors.image.Image;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PerceptualHashTest {
  @Test
  void hasTheBitsOfTheTransformInFloatingPointWhereThatIsSure() {
    for (int seed = 0; seed < 100; seed++) {
      Image image = Scenes.scene(seed, 32, 32);
      double[] coefficients = transform(image);
      double[] sorted = coefficients.clone();
      Arrays.sort(sorted);
      double median = (sorted[31] + sorted[32]) / 2;
      long hash = bits(image);
      for (int i = 0; i < 64; i++) {
        if (Math.abs(coefficients[i] - median) > 1) { // Of some thousands that they reach.
          assertThat(hash >>> (63 - i) & 1)
              .as("coefficient %d of scene %d", i, seed)
              .isEqualTo(coefficients[i] > median ? 1 : 0);
        }
      }
    }
  }

  @Test
  void isTheSameAtTwiceTheSizeAndNearlyInAnyOther() {
    for (int seed = 0; seed < 50; seed++) {
      Image image = Scenes.scene(seed, 64, 64);
      assertThat(bits(image.scaled(128, 128))).isEqualTo(bits(image));
      assertThat(Long.bitCount(bits(image.scaled(50, 70)) ^ bits(image))).isLessThanOrEqualTo(6);
    }
  }

  @Test
  void doesNotLookAtHowBrightAnImageIs() {
    Image image = Scenes.scene(1, 64, 64);
    byte[] dark = image.rgb();
    byte[] light = image.rgb();
    for (int i = 0; i < dark.length; i++) {
      dark[i] = (byte) ((dark[i] & 0xFF) / 2);
      light[i] = (byte) ((light[i] & 0xFF) / 2 + 100);
    }
    assertThat(bits(new Image(64, 64, light))).isEqualTo(bits(new Image(64, 64, dark)));
  }

  @Test
  void ofOneColourHasNoBits() {
    byte[] rgb = new byte[3 * 40 * 30];
    Arrays.fill(rgb, (byte) 77);
    assertThat(PerceptualHash.of(new Image(40, 30, rgb))).isEqualTo("0000000000000000");
  }

  private static long bits(Image image) {
    return Long.parseUnsignedLong(PerceptualHash.of(image), 16);
  }

  /** By the definition of the discrete cosine transform. */
  private static double[] transform(Image image) {
    byte[] rgb = image.rgb();
    double[] coefficients = new double[64];
    for (int v = 1; v <= 8; v++) {
      for (int u = 1; u <= 8; u++) {
        double sum = 0;
        for (int i = 0; i < 32 * 32; i++) {
          double luma =
              Math.round(
                  .299 * (rgb[3 * i] & 0xFF)
                      + .587 * (rgb[3 * i + 1] & 0xFF)
                      + .114 * (rgb[3 * i + 2] & 0xFF));
          sum +=
              luma
                  * Math.cos(Math.PI * v * (2 * (i / 32) + 1) / 64)
                  * Math.cos(Math.PI * u * (2 * (i % 32) + 1) / 64);
        }
        coefficients[8 * (v - 1) + u - 1] = sum;
      }
    }
    return coefficients;
  }
}
