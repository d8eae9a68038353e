package dev.prospector.driver.curation.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.prospector.driver.record.LineageJson;
import dev.prospector.executors.noise.Noise;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.api.java.UDF1;

/**
 * The initial noise of a lineage, of variance 1, as the bytes of a file that other tools read.
 *
 * @param format of the file
 * @param shape {@code [C,h,w]}
 */
public record NoiseFile(Format format, List<Long> shape) implements UDF1<String, byte[]> {
  private static final int NPY_ALIGNMENT = 64;
  private static final byte[] NPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** Kinds of files. */
  public enum Format {
    /** NumPy's, version 1.0: {@code numpy.load}. */
    NPY,
    /** With one tensor, {@code noise}: {@code safetensors.torch.load}. */
    SAFETENSORS
  }

  public NoiseFile {
    shape = List.copyOf(shape);
  }

  @Override
  public byte[] call(String lineage) {
    int elements = Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
    float[] noise = Noise.of(LineageJson.read(lineage), elements);
    byte[] head =
        switch (format) {
          case NPY -> npy();
          case SAFETENSORS -> safetensors((long) elements * Float.BYTES);
        };
    ByteBuffer file =
        ByteBuffer.allocate(head.length + elements * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    file.put(head).asFloatBuffer().put(noise);
    return file.array();
  }

  private String sides() {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Magic, version, length and a dictionary that ends in a line feed, padded with spaces. */
  private byte[] npy() {
    String dictionary =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }".formatted(sides());
    int begins = NPY.length + Short.BYTES;
    int unpadded = begins + dictionary.length() + 1;
    int length = (unpadded + NPY_ALIGNMENT - 1) / NPY_ALIGNMENT * NPY_ALIGNMENT;
    String padded = dictionary + " ".repeat(length - unpadded) + "\n";
    return ByteBuffer.allocate(length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(NPY)
        .putShort((short) (length - begins))
        .put(padded.getBytes(UTF_8))
        .array();
  }

  /** The header's length and the header, padded with spaces to whole eights. */
  private byte[] safetensors(long bytes) {
    String header =
        "{\"noise\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[0,%d]}}"
            .formatted(sides(), bytes);
    String padded = header + " ".repeat(-header.length() & 7);
    return ByteBuffer.allocate(Long.BYTES + padded.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(padded.length())
        .put(padded.getBytes(UTF_8))
        .array();
  }
}
