package dev.prospector.executors.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which instructions a machine says that it has. */
class HalfPrecisionTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "'flags\t\t: fpu avx512f avx512_bf16 avx512_fp16', avx512_bf16",
    "'flags\t\t: fpu avx512_bf16 amx_bf16 amx_tile', amx_bf16",
    "'Features\t: fp asimd bf16 i8mm', bf16",
    "'flags\t\t: fpu avx2 avx512f', ''",
    "'vmx flags\t: avx512_bf16', ''",
    "'flags\t\t:', ''",
    "'', ''"
  })
  void theFirstProcessorTells(String line, String expected) throws IOException {
    Path cpuinfo =
        Files.writeString(
            directory.resolve("cpuinfo"), "processor\t: 0\nmodel name\t: X\n" + line + "\n");
    assertThat(HalfPrecision.instructions("bfloat16", cpuinfo).orElse("")).isEqualTo(expected);
    assertThat(HalfPrecision.instructions("float16", cpuinfo)).as("of no CPU").isEmpty();
  }

  @Test
  void whereNothingTellsThereIsNone() {
    assertThat(HalfPrecision.instructions("bfloat16", directory.resolve("cpuinfo"))).isEmpty();
  }
}
