package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ThumbnailTest {

  @Test
  void aSmallImageStaysTheVeryFileThatItWas() throws IOException {
    byte[] png = Drawing.of("a red circle", true, 32, 1);
    Thumbnail thumbnail = Thumbnail.of(png, 10_000);
    assertThat(thumbnail.uri())
        .isEqualTo("data:image/png;base64," + Base64.getEncoder().encodeToString(png));
    assertThat(thumbnail.isCoarse()).isTrue();
  }

  @Test
  void noiseThatJpegCanNotCompressStillFitsItsShare() throws IOException {
    // The share of one image among those of 200 prompts.
    int share = (5 << 20) / 400;
    byte[] jpeg = bytes(Thumbnail.of(noise(512, 512), share));
    assertThat(jpeg.length).isLessThanOrEqualTo(share);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
    assertThat(image.getWidth()).isLessThan(256).isEqualTo(image.getHeight());
  }

  @Test
  void aspectRatioIsKept() throws IOException {
    Thumbnail thumbnail = Thumbnail.of(noise(800, 400), 1 << 20);
    assertThat(thumbnail.width()).isEqualTo(512);
    assertThat(thumbnail.height()).isEqualTo(256);
  }

  @Test
  void whatIsNoImageHasNoThumbnail() throws IOException {
    assertThat(Thumbnail.of(new byte[] {1, 2, 3}, 100)).isNull();
    byte[] png = noise(8, 8);
    assertThat(Thumbnail.of(Arrays.copyOf(png, png.length / 2), 100)).isNull();
  }

  private static byte[] bytes(Thumbnail thumbnail) {
    return Base64.getDecoder().decode(thumbnail.uri().replaceFirst("^.*,", ""));
  }

  private static byte[] noise(int width, int height) throws IOException {
    Random random = new Random(5);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, random.nextInt());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
