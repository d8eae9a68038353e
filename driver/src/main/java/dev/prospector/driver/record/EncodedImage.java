package dev.prospector.driver.record;

import java.util.Arrays;
import java.util.Objects;

/** An image as the bytes of a PNG file. Immutable: the bytes are copied in and out. */
public final class EncodedImage {
  private final byte[] bytes;
  private final String path;

  private EncodedImage(byte[] bytes, String path) {
    this.bytes = bytes;
    this.path = path;
  }

  /**
   * An image with a copy of its bytes.
   *
   * @param bytes a PNG file, not empty
   * @param path where the same file lies in the run directory, such as {@code images/0-1.png}, or
   *     null when it lies nowhere else
   */
  public static EncodedImage of(byte[] bytes, String path) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("an image of 0 bytes, expected a PNG file");
    }
    return new EncodedImage(bytes.clone(), path);
  }

  /** A copy of the PNG file. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Where the same file lies in the run directory, or null. */
  public String path() {
    return path;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedImage image
        && Arrays.equals(bytes, image.bytes)
        && Objects.equals(path, image.path);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + Objects.hashCode(path);
  }

  @Override
  public String toString() {
    return "EncodedImage[" + bytes.length + " bytes, path=" + path + "]";
  }
}
