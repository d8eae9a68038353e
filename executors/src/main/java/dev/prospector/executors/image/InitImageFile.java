package dev.prospector.executors.image;

import dev.prospector.executors.bundle.Checksums;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.input.InputLimit;
import java.io.IOException;

/** An image to start from, as it lies in a file. */
public final class InitImageFile {
  private final String file;
  private final byte[] bytes;

  private InitImageFile(String file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * Reads the file.
   *
   * @param file a path or a URI
   * @param files whence it comes
   * @throws IOException if it can't be read, in a sentence that names it
   */
  public static InitImageFile read(String file, HadoopFiles files) throws IOException {
    return new InitImageFile(file, files.read(file, InputLimit.IMAGE));
  }

  /** The hash of its bytes. */
  public String sha256() {
    return Checksums.of(bytes);
  }

  /**
   * The image in it.
   *
   * @param size that it must have
   * @throws IllegalArgumentException if it is no image, or of another size
   */
  public Image image(ImageSize size) {
    Image image;
    try {
      image = Image.of(bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: is no image (%s), expected a PNG or JPEG file".formatted(file, e.getMessage()), e);
    }
    ImageSize found = new ImageSize(image.height(), image.width());
    if (!found.equals(size)) {
      throw new IllegalArgumentException(
          "%s: is %s, expected %s, the size that is drawn".formatted(file, found, size));
    }
    return image;
  }
}
