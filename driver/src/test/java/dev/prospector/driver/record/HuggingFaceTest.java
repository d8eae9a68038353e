package dev.prospector.driver.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the results against the real {@code datasets} library. The interpreter is {@code python3},
 * or what {@code PROSPECTOR_PYTHON} names; without {@code datasets} the test is skipped.
 */
class HuggingFaceTest {
  private static final String PYTHON =
      Optional.ofNullable(System.getenv("PROSPECTOR_PYTHON")).orElse("python3");

  @TempDir java.nio.file.Path directory;

  @BeforeEach
  void datasetsIsThere() throws IOException, InterruptedException {
    String found = found();
    if (!found.isEmpty()) {
      System.err.println(
          "SKIPPED: results are not checked against Hugging Face datasets: " + found);
    }
    assumeTrue(found.isEmpty(), found);
  }

  @Test
  void datasetsDecodesTheImagesOfEveryPart() throws IOException, InterruptedException {
    RunDirectory run = new RunDirectory(new Path(directory.toUri()));
    List<ResultRow> rows = Examples.rows(12, 32);
    write(run.resultPart(0), rows.subList(0, 10));
    write(run.resultPart(1), rows.subList(10, rows.size()));

    assertThat(python("../deploy/check_results.py", directory.toString(), "--size", "32x32"))
        .endsWith(rows.size() + " rows ok");
  }

  @Test
  void theCheckNoticesAImageOfAnotherSize() throws IOException, InterruptedException {
    RunDirectory run = new RunDirectory(new Path(directory.toUri()));
    write(run.resultPart(0), Examples.rows(2, 16));

    assertThat(python("../deploy/check_results.py", directory.toString(), "--size", "32x32"))
        .endsWith("row 0 (prompt id-0): image of (16, 16), expected (32, 32)");
  }

  private static void write(Path file, List<ResultRow> rows) throws IOException {
    try (var writer =
        ResultFile.create(file, FileSystem.getLocal(new Configuration()), Examples.COLUMNS)) {
      for (ResultRow row : rows) {
        writer.write(row);
      }
    }
  }

  /** Empty if datasets can be imported, else what stands in the way. */
  private static String found() throws InterruptedException {
    try {
      return python("-c", "import datasets, PIL");
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static String python(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder python = new ProcessBuilder(PYTHON);
    python.command().addAll(List.of(arguments));
    python.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = python.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
  }
}
