package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A driver that dies when all rounds are committed and no result is: every winner and every first
 * sample is drawn again, also where a first sample is better than the winner, as after cheap trials
 * or where the search never saw it.
 */
class LostImagesTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({
    "random, 1, 2",
    "random, 2, 2",
    "zero-order, 1, 2",
    "paths, 4, 4",
    "pruning, 4, 4",
    "steps, 2, 2"
  })
  void imagesThatNoExecutorHoldsAnyMoreAreDrawnAgain(String algorithm, int searchSteps, int steps)
      throws IOException {
    Path run = temporary.resolve("run");
    CommandLineRun search =
        CommandLineRun.of(
            "search",
            "--bundle=shapes-s",
            "--algorithm=" + algorithm,
            "--candidates=4",
            "--steps=" + steps,
            "--search-steps=" + searchSteps,
            "--batch=8",
            "--images",
            "--held-out=composition",
            "--master=local[2]",
            "--out=" + run);
    assertThat(search.exitCode()).as(String.join("\n", search.errors())).isEqualTo(ExitCode.DONE);
    Map<String, byte[]> calm = RunFiles.results(run);

    for (String lost : List.of("_SUCCESS", "log/wave=00000/_wave.json")) {
      Files.delete(run.resolve(lost));
    }
    for (String directory : List.of("results", "baseline", "images")) {
      delete(run.resolve(directory));
    }
    assertThat(CommandLineRun.of("resume", run.toString(), "--master=local[2]").errors()).isEmpty();
    assertThat(RunFiles.results(run)).usingRecursiveComparison().isEqualTo(calm);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
