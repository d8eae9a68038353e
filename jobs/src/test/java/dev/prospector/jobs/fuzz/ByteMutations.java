package dev.prospector.jobs.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;

/** Files as disks, networks and enemies leave them. */
final class ByteMutations {
  private static final int MOST_EDITS = 6;

  private static final List<String> TOKENS =
      List.of(
          "\0",
          "\r",
          "\n",
          "\"",
          "'",
          "\\",
          ",",
          "{",
          "}",
          "[",
          "]",
          ":",
          "=",
          "#",
          "\uFEFF",
          "\u2028",
          "\u202Egnp.exe",
          "\u001b[31m",
          "\\u0000",
          "\\ud800",
          "\\udc00\\ud800",
          "NaN",
          "-Infinity",
          "1e999",
          "-0",
          "0x10",
          "9223372036854775808",
          "1" + "0".repeat(400),
          "null",
          "true",
          "${HOME}",
          "${?x}",
          "include \"c.conf\"\n",
          "include url(\"http://localhost:1/\")\n",
          "../../../../etc/passwd",
          "/dev/zero",
          "%s%n%x",
          "$(id)",
          "<script>",
          "prospector: ",
          "x".repeat(5_000),
          "[".repeat(2_000),
          "{\"a\":".repeat(150));

  private ByteMutations() {}

  /** A text that a parser, a path, a format or a terminal may take for something else. */
  static String token(SplittableRandom random) {
    return one(random, TOKENS);
  }

  static <T> T one(SplittableRandom random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** One of some valid files after a few edits, mostly one. */
  static byte[] edited(SplittableRandom random, List<byte[]> valid) {
    byte[] bytes = one(random, valid);
    int edits = random.nextBoolean() ? 1 : 1 + random.nextInt(MOST_EDITS);
    for (int i = 0; i < edits; i++) {
      bytes = edited(random, bytes, one(random, valid));
    }
    return bytes;
  }

  private static byte[] edited(SplittableRandom random, byte[] bytes, byte[] other) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(1 + random.nextInt(1, 256)));
    byte[] whole = bytes.clone();
    return switch (random.nextInt(9)) {
      case 0, 1 -> { // A bit flips.
        if (from < bytes.length) {
          whole[from] ^= (byte) (1 << random.nextInt(8));
        }
        yield whole;
      }
      case 2 -> { // A byte is an extreme of its kind.
        if (from < bytes.length) {
          whole[from] = one(random, List.of((byte) 0, (byte) 0x7F, (byte) 0x80, (byte) 0xFF));
        }
        yield whole;
      }
      case 3 -> { // So is an integer.
        if (from + Integer.BYTES <= bytes.length) {
          ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(from, extreme(random));
        }
        yield whole;
      }
      case 4 -> joined(bytes, 0, from, bytes, bytes.length, bytes.length); // The end is missing.
      case 5 -> joined(bytes, 0, from, bytes, to, bytes.length); // Something inside is missing.
      case 6 -> joined(bytes, 0, to, bytes, from, bytes.length); // It is there twice.
      case 7 -> { // It goes on as another file does.
        int goesOn = random.nextInt(other.length + 1);
        yield joined(bytes, 0, from, other, goesOn, other.length);
      }
      default -> { // Something stands in between.
        byte[] token = token(random).getBytes(UTF_8);
        yield joined(joined(bytes, 0, from, token, 0, token.length), bytes, from);
      }
    };
  }

  private static int extreme(SplittableRandom random) {
    return one(random, List.of(Integer.MIN_VALUE, Integer.MAX_VALUE, -1, 0, 1 << 30, 1 << 16));
  }

  private static byte[] joined(byte[] start, byte[] end, int from) {
    return joined(start, 0, start.length, end, from, end.length);
  }

  private static byte[] joined(byte[] start, int a, int b, byte[] end, int c, int d) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(start, a, b - a);
    joined.write(end, c, d - c);
    return joined.toByteArray();
  }
}
