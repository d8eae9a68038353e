package dev.prospector.jobs.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A float32 array as NumPy saves it: the .npy format of NEP 1, version 1.0, little-endian, in C
 * order. {@code numpy.load} and {@code torch.from_numpy} take a winner's noise from it.
 */
public final class NumpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;
  private static final int VALUES_PER_WRITE = 16_384;

  private NumpyFile() {}

  /**
   * Writes a file, replacing what is there.
   *
   * @throws IllegalArgumentException if shape doesn't hold exactly these values
   */
  public static void write(Path file, float[] values, int... shape) throws IOException {
    byte[] head = head(values.length, shape);
    try (OutputStream out = Files.newOutputStream(file)) {
      write(out, head, values);
    }
  }

  /**
   * Writes to a stream, which stays open.
   *
   * @param shape sizes of 0 or more, outermost first; none for a scalar
   * @throws IllegalArgumentException if shape doesn't hold exactly these values
   */
  public static void write(OutputStream out, float[] values, int... shape) throws IOException {
    write(out, head(values.length, shape), values);
  }

  private static void write(OutputStream out, byte[] head, float[] values) throws IOException {
    out.write(head);
    ByteBuffer bytes =
        ByteBuffer.allocate(VALUES_PER_WRITE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += VALUES_PER_WRITE) {
      int count = Math.min(VALUES_PER_WRITE, values.length - from);
      bytes.asFloatBuffer().put(values, from, count);
      out.write(bytes.array(), 0, count * Float.BYTES);
    }
    out.flush();
  }

  /** Magic, version, length and a Python literal, padded with spaces to where data is aligned. */
  private static byte[] head(int values, int[] shape) {
    requireHolds(values, shape);
    // Python's tuple of one needs its comma.
    String tuple =
        Arrays.stream(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
    String dict = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + tuple + "), }";
    int unpadded = MAGIC.length + Short.BYTES + dict.length() + 1;
    int length = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer head = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    head.put(MAGIC).putShort((short) (length - MAGIC.length - Short.BYTES));
    head.put(dict.getBytes(StandardCharsets.US_ASCII));
    while (head.remaining() > 1) {
      head.put((byte) ' ');
    }
    return head.put((byte) '\n').array();
  }

  private static void requireHolds(int values, int[] shape) {
    long size = 1;
    for (int length : shape) {
      size = length < 0 ? -1 : Math.multiplyExact(size, length);
      if (size < 0) {
        break;
      }
    }
    if (size != values) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " for " + values + " values, expected as many");
    }
  }
}
