package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.noise.Noise;
import dev.prospector.jobs.io.NumpyFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoiseCommandTest {
  @TempDir Path directory;

  @Test
  void theFileHoldsTheNoiseThatTheLineageNames() throws IOException {
    String out = directory.resolve("n.npy").toString();
    CommandLineRun run = CommandLineRun.of("noise", "--seed=42", "--shape=3,8,8", "--out", out);
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(Path.of(out)).hasBinaryContent(npy(Noise.of(NoiseLineage.fresh(42), 192), 3, 8, 8));

    String lineage =
        "[{\"op\":\"fresh\",\"seed\":42},{\"op\":\"neighbour\",\"seed\":7,\"number\":0.9}]";
    run = CommandLineRun.of("noise", "--lineage", lineage, "--shape=192", "--out", out);
    assertThat(run.out()).contains(lineage);
    assertThat(Path.of(out))
        .hasBinaryContent(npy(Noise.of(NoiseLineage.fresh(42).neighbour(7, 0.9), 192), 192));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--seed=x --shape=4 | --seed was \"x\", expected an integer from 0 to 4294967295",
        "--seed=-1 --shape=4 | --seed: seed -1, expected 0 to 4294967295",
        "--seed=1 --shape=4,0 | --shape was \"4,0\", expected sizes above 0",
        "--seed=1 --shape=4x64 | --shape was \"4x64\", expected sizes above 0",
        "--seed=1 --shape=65536,65536 | --shape was \"65536,65536\"",
        "--lineage=[{}] --shape=4 | --lineage: lineage step 0: key 'op' is missing",
      })
  void badArgumentsGetOneClearLineAndNoFile(String args, String complaint) {
    Path out = directory.resolve("n.npy");
    CommandLineRun run = CommandLineRun.of(("noise --out " + out + " " + args).split(" "));
    assertThat(run.errors()).singleElement().asString().startsWith("prospector: " + complaint);
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(Files.exists(out)).isFalse();
  }

  @Test
  void aPlaceThatIsNotThereIsTold() {
    String out = directory.resolve("no/such/n.npy").toString();
    CommandLineRun run = CommandLineRun.of("noise", "--seed=1", "--shape=4", "--out", out);
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.errors()).singleElement().asString().contains("there is no directory");
  }

  private static byte[] npy(float[] values, int... shape) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    NumpyFile.write(bytes, values, shape);
    return bytes.toByteArray();
  }
}
