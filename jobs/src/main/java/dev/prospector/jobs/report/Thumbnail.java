package dev.prospector.jobs.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * An image small enough to stand inside the page.
 *
 * @param uri a {@code data:} URI
 * @param width of the image inside it, in pixels
 * @param height of the image inside it, in pixels
 */
record Thumbnail(String uri, int width, int height) {
  private static final int[] SIDES = {512, 384, 256, 192, 128, 96};
  private static final float QUALITY = 0.8f;

  /** A JPEG of this quality hardly ever has fewer: sides that can't fit are not tried. */
  private static final double BYTES_PER_PIXEL = 0.05;

  /** Below this the browser should show pixels as squares, not blur them. */
  private static final int COARSE = 128;

  /**
   * Keeps an image that is small already as it is; else a JPEG, as large as fits.
   *
   * @param png a PNG file
   * @param bytes it should not exceed
   * @return null if it can't be read as an image
   */
  static Thumbnail of(byte[] png, int bytes) throws IOException {
    BufferedImage image;
    try {
      image = ImageIO.read(new ByteArrayInputStream(png));
    } catch (IOException | RuntimeException e) { // ImageIO throws all sorts of a damaged file.
      return null;
    }
    if (image == null) {
      return null;
    }
    int side = Math.max(image.getWidth(), image.getHeight());
    if (side <= SIDES[0] && png.length <= bytes) {
      return of("image/png", png, image);
    }
    Thumbnail smallest = null;
    for (int wanted : SIDES) {
      double factor = Math.min(1, (double) wanted / side);
      double pixels = factor * image.getWidth() * factor * image.getHeight();
      if (wanted > SIDES[SIDES.length - 1] && BYTES_PER_PIXEL * pixels > bytes) {
        continue;
      }
      BufferedImage scaled = scaled(image, factor);
      byte[] jpeg = jpeg(scaled);
      smallest = of("image/jpeg", jpeg, scaled);
      if (jpeg.length <= bytes) {
        break;
      }
    }
    return smallest;
  }

  boolean isCoarse() {
    return Math.max(width, height) < COARSE;
  }

  private static Thumbnail of(String type, byte[] file, BufferedImage image) {
    String base64 = Base64.getEncoder().encodeToString(file);
    return new Thumbnail("data:" + type + ";base64," + base64, image.getWidth(), image.getHeight());
  }

  private static BufferedImage scaled(BufferedImage image, double factor) {
    int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
    int height = Math.max(1, (int) Math.round(image.getHeight() * factor));
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    Image averaged = image.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING);
    graphics.drawImage(averaged, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return scaled;
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      ImageWriteParam quality = writer.getDefaultWriteParam();
      quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      quality.setCompressionQuality(QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), quality);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
