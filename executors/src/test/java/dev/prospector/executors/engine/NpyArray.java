package dev.prospector.executors.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file that {@code numpy.save} wrote of a float32 array in C order. */
final class NpyArray {
  private static final Pattern SHAPE =
      Pattern.compile("'descr': '<f4', 'fortran_order': False, 'shape': \\(([0-9, ]+)\\)");

  final long[] shape;
  final float[] values;

  private NpyArray(long[] shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  static NpyArray read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      int length = bytes.getShort(8);
      String header = new String(bytes.array(), 10, length, StandardCharsets.US_ASCII);
      Matcher matcher = SHAPE.matcher(header);
      if (!matcher.find()) {
        throw new IllegalArgumentException(file + ": " + header + ", expected float32 in C order");
      }
      long[] shape =
          Arrays.stream(matcher.group(1).split(",", 0))
              .map(String::strip)
              .filter(side -> !side.isEmpty())
              .mapToLong(Long::parseLong)
              .toArray();
      float[] values = new float[(bytes.capacity() - 10 - length) / Float.BYTES];
      bytes.position(10 + length);
      bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      return new NpyArray(shape, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Row i of the first axis. */
  float[] row(int i) {
    int size = values.length / (int) shape[0];
    return Arrays.copyOfRange(values, i * size, (i + 1) * size);
  }
}
