package dev.prospector.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NumpyFileTest {

  static int[][] shapes() {
    int[][] all = {{}, {0}, {7}, {3, 0}, {4, 64, 64}, {1, 2, 3, 4, 5}, new int[32]};
    Arrays.fill(all[6], 1);
    return all;
  }

  /** The format's own rules (NEP 1): magic, version, a length that aligns the data to 64 bytes. */
  @ParameterizedTest
  @MethodSource("shapes")
  void theHeaderParsesBackAndAlignsTheData(int[] shape) throws IOException {
    float[] values = values(shape);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NumpyFile.write(out, values, shape);
    ByteBuffer npy = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);

    byte[] magic = new byte[6];
    npy.get(magic);
    assertThat(new String(magic, StandardCharsets.ISO_8859_1)).isEqualTo("\u0093NUMPY");
    assertThat(npy.get()).isEqualTo((byte) 1);
    assertThat(npy.get()).isEqualTo((byte) 0);
    byte[] header = new byte[Short.toUnsignedInt(npy.getShort())];
    npy.get(header);
    assertThat(npy.position() % 64).isZero();
    String dict = new String(header, StandardCharsets.US_ASCII);
    assertThat(dict)
        .matches("\\{'descr': '<f4', 'fortran_order': False, 'shape': \\([0-9, ]*\\), } *\n");
    String tuple = dict.substring(dict.indexOf('(') + 1, dict.indexOf(')'));
    assertThat(
            Arrays.stream(tuple.split(",", -1))
                .map(String::strip)
                .filter(size -> !size.isEmpty())
                .mapToInt(Integer::parseInt))
        .containsExactly(Arrays.stream(shape).boxed().toArray(Integer[]::new));
    float[] data = new float[values.length];
    npy.asFloatBuffer().get(data);
    assertThat(data).containsExactly(values);
    assertThat(npy.remaining()).isEqualTo(4 * values.length);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void numpyLoadsWhatWasWritten(int[] shape, @TempDir Path directory) throws Exception {
    assumeTrue(python("import numpy").equals(""), "python3 with numpy");
    float[] values = values(shape);
    Path file = directory.resolve("noise.npy");
    NumpyFile.write(file, values, shape);
    String loaded =
        python(
            "import numpy, sys; a = numpy.load(sys.argv[1]); sys.stdout.write(f'{a.dtype}"
                + " {list(a.shape)} ' + a.tobytes(order='C').hex())",
            file.toString());
    assertThat(loaded).isEqualTo("float32 " + Arrays.toString(shape) + " " + hex(values));
  }

  @Test
  void aShapeThatDoesNotFitIsRefusedBeforeAnythingIsWritten(@TempDir Path directory) {
    Path file = directory.resolve("noise.npy");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NumpyFile.write(file, new float[5], 2, 3))
        .withMessage("shape [2, 3] for 5 values, expected as many");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NumpyFile.write(file, new float[6], -2, -3))
        .withMessage("shape [-2, -3] for 6 values, expected as many");
    assertThat(file).doesNotExist();
  }

  private static float[] values(int[] shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i - 3) * 0.1f;
    }
    return values;
  }

  private static String hex(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return HexFormat.of().formatHex(bytes.array());
  }

  /** What the program printed, or why it couldn't. */
  private static String python(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", "-c", program));
    command.addAll(List.of(arguments));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return e.getMessage();
    }
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return printed;
  }
}
