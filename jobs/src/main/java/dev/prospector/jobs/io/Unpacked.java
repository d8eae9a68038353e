package dev.prospector.jobs.io;

import com.github.luben.zstd.ZstdInputStream;
import dev.prospector.driver.input.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Text files as they are read: unpacked, if their names or their first bytes say that they are. */
final class Unpacked {
  private interface Codec {
    InputStream unpack(InputStream in) throws IOException;
  }

  private static final Map<String, Codec> CODECS =
      new TreeMap<>(
          Map.of(
              ".gz", GZIPInputStream::new,
              ".gzip", GZIPInputStream::new,
              ".zst", ZstdInputStream::new,
              ".zstd", ZstdInputStream::new));

  private Unpacked() {}

  /** A file's name in small letters, without the ending that says how it is packed. */
  static String name(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    return ending(name).map(end -> name.substring(0, name.length() - end.length())).orElse(name);
  }

  private static Optional<String> ending(String name) {
    return CODECS.keySet().stream().filter(name::endsWith).findFirst();
  }

  static boolean isPacked(String file) {
    return ending(file.toLowerCase(Locale.ROOT)).isPresent();
  }

  /**
   * The text in a file.
   *
   * @param file its name
   * @throws InvalidInputException if it is UTF-16
   */
  static InputStream text(String file, InputStream in) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(in, 1 << 16);
    byte[] first = start(bytes);
    Optional<String> ending = ending(file.toLowerCase(Locale.ROOT)).or(() -> ending(first));
    BufferedInputStream text =
        ending.isPresent()
            ? new BufferedInputStream(CODECS.get(ending.get()).unpack(bytes), 1 << 16)
            : bytes;
    byte[] start = start(text);
    if (isUtf16(start)) {
      throw new InvalidInputException(
          "%s: is UTF-16, expected UTF-8; 'iconv -f UTF-16 -t UTF-8' rewrites it".formatted(file));
    }
    return text;
  }

  private static byte[] start(BufferedInputStream in) throws IOException {
    in.mark(4);
    byte[] start = in.readNBytes(4);
    in.reset();
    return start;
  }

  /** As a packed file without an ending would have it; no text in UTF-8 starts like this. */
  private static Optional<String> ending(byte[] start) {
    if (start.length == 4 && start[0] == 0x1F && start[1] == (byte) 0x8B) {
      return Optional.of(".gz");
    }
    boolean isZstd = Arrays.equals(start, new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD});
    return isZstd ? Optional.of(".zst") : Optional.empty();
  }

  /** By its mark, or since every other byte of plain letters is 0. */
  private static boolean isUtf16(byte[] start) {
    if (start.length >= 2
        && ((start[0] == (byte) 0xFF && start[1] == (byte) 0xFE)
            || (start[0] == (byte) 0xFE && start[1] == (byte) 0xFF))) {
      return true;
    }
    return start.length == 4
        && ((start[0] != 0 && start[1] == 0 && start[2] != 0 && start[3] == 0)
            || (start[0] == 0 && start[1] != 0 && start[2] == 0 && start[3] != 0));
  }
}
