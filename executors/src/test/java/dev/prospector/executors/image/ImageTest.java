package dev.prospector.executors.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people's files hold. */
class ImageTest {

  private static byte[] file(BufferedImage image, String format) throws IOException {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      assertThat(ImageIO.write(image, format, out)).isTrue();
      return out.toByteArray();
    }
  }

  private static float[] pixels(byte[] file) {
    Image image = Image.of(file);
    float[] pixels = new float[3 * image.width() * image.height()];
    image.copyTo(pixels, 0);
    return pixels;
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
  void greyIsNotBrightened(int type) throws IOException {
    BufferedImage image = new BufferedImage(4, 2, type);
    int bits = image.getSampleModel().getSampleSize(0);
    float[] expected = new float[3 * 8];
    for (int i = 0; i < 8; i++) {
      int value = 30 * i + 5;
      image.getRaster().setSample(i % 4, i / 4, 0, value << (bits - 8));
      for (int channel = 0; channel < 3; channel++) {
        expected[8 * channel + i] = value / 255f;
      }
    }
    assertThat(pixels(file(image, "png"))).containsExactly(expected);
  }

  @Test
  void transparencyIsLeftOut() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x40112233);
    assertThat(pixels(file(image, "png"))).containsExactly(0x11 / 255f, 0x22 / 255f, 0x33 / 255f);
  }

  @Test
  void jpegIsReadToo() throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64; i++) {
      image.setRGB(i % 8, i / 8, 0xC82814);
    }
    float[] pixels = pixels(file(image, "jpg"));
    float[] expected = new float[3 * 64];
    Arrays.fill(expected, 0, 64, 0xC8 / 255f);
    Arrays.fill(expected, 64, 128, 0x28 / 255f);
    Arrays.fill(expected, 128, 192, 0x14 / 255f);
    for (int i = 0; i < pixels.length; i++) {
      assertThat(Math.abs(pixels[i] - expected[i]) * 255).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void aJpegsPixelsAreThoseThatAreStoredWhateverItsProfile() throws IOException {
    byte[] plain = resource("no-profile.jpg");
    byte[] profiled = resource("display-p3.jpg");
    assertThat(Image.of(profiled)).isEqualTo(Image.of(plain));
    assertThat(JpegProfile.without(profiled)).isEqualTo(plain);
  }

  @Test
  void aProfileInSeveralSegmentsAndFillBytesIsLeftOutToo() throws IOException {
    byte[] plain = resource("no-profile.jpg");
    byte[] name = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    byte[] other = "FPXR\0other than that".getBytes(StandardCharsets.US_ASCII);
    byte[] start = Arrays.copyOf(plain, 2);
    byte[] rest = Arrays.copyOfRange(plain, 2, plain.length);
    byte[] fill = {(byte) 0xFF};
    byte[] file =
        joined(
            start, segment(name), fill, fill, segment(other), segment(joined(name, other)), rest);
    assertThat(JpegProfile.without(file)).isEqualTo(joined(start, segment(other), rest));
  }

  @Test
  void whatIsCutOffWithinAProfileStaysAsItIs() throws IOException {
    byte[] plain = resource("no-profile.jpg");
    byte[] profiled = resource("display-p3.jpg");
    int profile = profiled.length - plain.length;
    // They differ first in the kind of a segment, its second byte.
    int end = Arrays.mismatch(plain, profiled) - 1 + profile;
    for (int length = 0; length < profiled.length; length++) {
      byte[] cut = Arrays.copyOf(profiled, length);
      byte[] expected = length < end ? cut : Arrays.copyOf(plain, length - profile);
      assertThat(JpegProfile.without(cut)).isEqualTo(expected);
    }
  }

  private static byte[] segment(byte[] content) {
    byte[] head = {(byte) 0xFF, (byte) 0xE2, 0, (byte) (content.length + 2)};
    return joined(head, content);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream file = ImageTest.class.getResourceAsStream("/image/" + name)) {
      return file.readAllBytes();
    }
  }

  @Test
  void whatIsNoImageIsRefused() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Image.of("not an image".getBytes(StandardCharsets.UTF_8)))
        .withMessage("12 bytes that are no PNG or JPEG image");
    byte[] whole = file(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB), "png");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Image.of(Arrays.copyOf(whole, whole.length / 2)));
  }

  @Test
  void scaledIsTheMeanOverAreas() {
    int[][] sizes = {{7, 5, 3, 4}, {4, 4, 8, 8}, {6, 9, 6, 9}, {1, 1, 5, 2}, {10, 3, 4, 7}};
    for (int[] size : sizes) {
      int width = size[0];
      int height = size[1];
      byte[] rgb = new byte[3 * width * height];
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = (byte) (i * i * 37 + 11);
      }
      Image image = new Image(width, height, rgb);
      assertThat(image.scaled(size[2], size[3])).isEqualTo(slowly(image, size[2], size[3]));
    }
  }

  /** Each pixel is cut into so many by so many that areas have whole numbers of the cuts. */
  private static Image slowly(Image image, int newWidth, int newHeight) {
    byte[] rgb = image.rgb();
    byte[] scaled = new byte[3 * newWidth * newHeight];
    int area = image.width() * image.height();
    for (int i = 0; i < scaled.length; i++) {
      int left = i / 3 % newWidth * image.width();
      int top = i / 3 / newWidth * image.height();
      int sum = 0;
      for (int cut = 0; cut < area; cut++) {
        int x = (left + cut % image.width()) / newWidth;
        int y = (top + cut / image.width()) / newHeight;
        sum += rgb[3 * (y * image.width() + x) + i % 3] & 0xFF;
      }
      scaled[i] = (byte) Math.round(sum / (double) area);
    }
    return new Image(newWidth, newHeight, scaled);
  }
}
