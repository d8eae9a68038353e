package dev.prospector.executors.engine;

import dev.prospector.executors.model.Checksums;
import dev.prospector.executors.model.HadoopFiles;
import dev.prospector.executors.model.PictureSize;
import java.io.IOException;

/** A picture to start from, as it lies in a file. */
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
   * @throws IOException if it can't be read, in a sentence that names it
   */
  public static InitImageFile read(String file) throws IOException {
    return new InitImageFile(file, HadoopFiles.read(file));
  }

  /** The hash of its bytes. */
  public String sha256() {
    return Checksums.of(bytes);
  }

  /**
   * The picture in it.
   *
   * @param size that it must have
   * @throws IllegalArgumentException if it is no picture, or of another size
   */
  public Picture picture(PictureSize size) {
    Picture picture;
    try {
      picture = Picture.of(bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: is no picture (%s), expected a PNG or JPEG file".formatted(file, e.getMessage()), e);
    }
    PictureSize found = new PictureSize(picture.height(), picture.width());
    if (!found.equals(size)) {
      throw new IllegalArgumentException(
          "%s: is %s, expected %s, the size that is drawn".formatted(file, found, size));
    }
    return picture;
  }
}
