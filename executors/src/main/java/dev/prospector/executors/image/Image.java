package dev.prospector.executors.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** A finished image: 8-bit RGB, rows from the top. */
public final class Image {
  static {
    // Without it ImageIO spools every image through a file.
    ImageIO.setUseCache(false);
  }

  /** Of a file that is read; 8,192 by 8,192. */
  private static final int MOST_PIXELS = 1 << 26;

  private final int width;
  private final int height;
  private final byte[] rgb;

  public Image(int width, int height, byte[] rgb) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /** A batch of images {@code [B,3,H,W]} in [0, 1], each value rounded to the nearest of 256. */
  public static List<Image> of(NDArray images) {
    int height = (int) images.getShape().get(2);
    int width = (int) images.getShape().get(3);
    byte[] rgb =
        images.mul(255).add(0.5f).toType(DataType.UINT8, false).transpose(0, 2, 3, 1).toByteArray();
    List<Image> drawn = new ArrayList<>();
    int bytes = 3 * height * width;
    for (int from = 0; from < rgb.length; from += bytes) {
      drawn.add(new Image(width, height, Arrays.copyOfRange(rgb, from, from + bytes)));
    }
    return drawn;
  }

  /** Lossless; the same image gives the same bytes on one JDK. */
  public byte[] png() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int red = rgb[3 * i] & 0xFF;
      int green = rgb[3 * i + 1] & 0xFF;
      int blue = rgb[3 * i + 2] & 0xFF;
      image.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
    }
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads PNG, of {@link #png} or of others, or JPEG. Transparency is left out, as are colour
   * profiles and notes on how to turn it.
   *
   * @throws IllegalArgumentException if the bytes are no image
   */
  public static Image of(byte[] file) {
    BufferedImage image;
    try {
      image = decode(JpegProfile.without(file));
    } catch (IOException | RuntimeException e) { // ImageIO throws all sorts of a damaged file.
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    int width = image.getWidth();
    byte[] rgb = new byte[3 * width * image.getHeight()];
    boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    for (int i = 0; i < rgb.length / 3; i++) {
      int pixel = grey ? grey(image, i % width, i / width) : image.getRGB(i % width, i / width);
      rgb[3 * i] = (byte) (pixel >> 16);
      rgb[3 * i + 1] = (byte) (pixel >> 8);
      rgb[3 * i + 2] = (byte) pixel;
    }
    return new Image(width, image.getHeight(), rgb);
  }

  private static BufferedImage decode(byte[] file) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException(file.length + " bytes that are no PNG or JPEG image");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) { // A few bytes may claim gigabytes.
          throw new IOException("%,d pixels, expected at most %,d".formatted(pixels, MOST_PIXELS));
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    }
  }

  /** Java takes grey for linear light and would brighten it; files mean sRGB. */
  private static int grey(BufferedImage image, int x, int y) {
    Raster raster = image.getRaster();
    int value = raster.getSample(x, y, 0) >> (raster.getSampleModel().getSampleSize(0) - 8);
    return value << 16 | value << 8 | value;
  }

  /** Writes its pixels as {@code [3,H,W]} in [0, 1] into an array, from an offset on. */
  public void copyTo(float[] pixels, int offset) {
    int size = width * height;
    for (int i = 0; i < 3 * size; i++) {
      pixels[offset + i % 3 * size + i / 3] = (rgb[i] & 0xFF) / 255f;
    }
  }

  /**
   * The image in another size. Each pixel is the mean of the area that it covers, rounded; all in
   * integers, so that every machine finds the same.
   */
  public Image scaled(int newWidth, int newHeight) {
    byte[] scaled = new byte[3 * newWidth * newHeight];
    for (int y = 0, to = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        for (int channel = 0; channel < 3; channel++) {
          scaled[to++] = (byte) mean(x, y, newWidth, newHeight, channel);
        }
      }
    }
    return new Image(newWidth, newHeight, scaled);
  }

  /** Of a channel over one of so many by so many equal areas. */
  private long mean(int x, int y, int columns, int rows, int channel) {
    long left = (long) x * width;
    long top = (long) y * height;
    long sum = 0;
    for (long v = top / rows; v * rows < top + height; v++) {
      long tall = Math.min(top + height, (v + 1) * rows) - Math.max(top, v * rows);
      for (long u = left / columns; u * columns < left + width; u++) {
        long wide = Math.min(left + width, (u + 1) * columns) - Math.max(left, u * columns);
        sum += tall * wide * (rgb[(int) (3 * (v * width + u)) + channel] & 0xFF);
      }
    }
    long area = (long) width * height;
    return (2 * sum + area) / (2 * area);
  }

  /** Its pixels from the top, red before green before blue. */
  public byte[] rgb() {
    return rgb.clone();
  }

  /** Its pixels from the top, blue before green before red, as OpenCV has them. */
  public byte[] bgr() {
    byte[] bgr = rgb.clone();
    for (int i = 0; i < bgr.length; i += 3) {
      bgr[i] = rgb[i + 2];
      bgr[i + 2] = rgb[i];
    }
    return bgr;
  }

  /** The largest difference of one channel of one pixel, 0 to 255; 255 if the sizes differ. */
  public int difference(Image other) {
    if (width != other.width || height != other.height) {
      return 255;
    }
    int largest = 0;
    for (int i = 0; i < rgb.length; i++) {
      largest = Math.max(largest, Math.abs((rgb[i] & 0xFF) - (other.rgb[i] & 0xFF)));
    }
    return largest;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Image p && width == p.width && Arrays.equals(rgb, p.rgb);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rgb);
  }
}
