package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.input.Problems;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.jobs.config.ConfigFiles;
import dev.prospector.jobs.sweep.SweepFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configurations that we ship lack nothing but their users' files. */
class ExperimentsTest {
  private static final Path EXPERIMENTS = Path.of("..", "conf", "experiments");

  @TempDir Path directory;

  private static List<Path> files(boolean sweeps) throws IOException {
    try (Stream<Path> files = Files.list(EXPERIMENTS)) {
      return files
          .filter(file -> file.toString().endsWith(".conf"))
          .filter(file -> !file.endsWith("curate.conf")) // Is neither, and needs nobody's files.
          .filter(file -> isSweep(file) == sweeps)
          .sorted()
          .toList();
    }
  }

  private static boolean isSweep(Path file) {
    try {
      return Files.readString(file).contains("axes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> configurations() throws IOException {
    return files(false);
  }

  private static List<Path> sweeps() throws IOException {
    return files(true);
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void nothingIsWrongWithASweep(Path file) {
    Problems problems = new Problems();
    ConfigFiles files = new ConfigFiles(Configuration::new, Map.of());
    SweepFile sweep = SweepFile.read(file.toString(), List.of(), files, new Redaction(), problems);
    problems.throwIfAny();
    assertThat(sweep.sweep().arms()).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void onlyFilesOfTheirUsersAreMissing(Path configuration) {
    CommandLineRun run = search(configuration);
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.errors())
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches("prospector: .*(no such file|no directory).*")
                    .containsPattern("prompts\\.txt|models/[a-z0-9-]+"));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void aKeyThatThereIsNotIsToldBesides(Path configuration) {
    assertThat(search(configuration, "--set", "stepz=30").errors())
        .anySatisfy(line -> assertThat(line).contains("stepz"));
  }

  private CommandLineRun search(Path configuration, String... more) {
    return CommandLineRun.of(
        Stream.concat(
                Stream.of(
                    "search",
                    "--config",
                    configuration.toString(),
                    "--out",
                    directory.resolve("out").toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }
}
