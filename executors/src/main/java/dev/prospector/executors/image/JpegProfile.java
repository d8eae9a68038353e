package dev.prospector.executors.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The colour profile in a JPEG file. The JDK's reader converts pixels by it to sRGB, which what
 * models were trained with does not: Pillow's {@code convert("RGB")} gives them as they are stored.
 */
final class JpegProfile {
  private static final byte[] NAME = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

  private static final int START_OF_IMAGE = 0xD8;
  private static final int START_OF_SCAN = 0xDA;
  private static final int APPLICATION_2 = 0xE2;

  private JpegProfile() {}

  /** The same file without it. What is no JPEG stays, as does what comes after damage. */
  static byte[] without(byte[] file) {
    if (file.length < 2 || at(file, 0) != 0xFF || at(file, 1) != START_OF_IMAGE) {
      return file;
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    kept.write(file, 0, 2);
    int from = 2;
    while (from + 4 <= file.length
        && at(file, from) == 0xFF
        && at(file, from + 1) != START_OF_SCAN) {
      if (at(file, from + 1) == 0xFF) { // Any number of these may stand before a segment.
        from++;
        continue;
      }
      int to = from + 2 + (at(file, from + 2) << 8 | at(file, from + 3));
      if (to > file.length) {
        break;
      }
      if (!isProfile(file, from, to)) {
        kept.write(file, from, to - from);
      }
      from = to;
    }
    kept.write(file, from, file.length - from);
    return kept.toByteArray();
  }

  /** A large profile takes several segments. */
  private static boolean isProfile(byte[] file, int from, int to) {
    int name = from + 4;
    return at(file, from + 1) == APPLICATION_2
        && to >= name + NAME.length
        && Arrays.equals(file, name, name + NAME.length, NAME, 0, NAME.length);
  }

  private static int at(byte[] file, int index) {
    return file[index] & 0xFF;
  }
}
