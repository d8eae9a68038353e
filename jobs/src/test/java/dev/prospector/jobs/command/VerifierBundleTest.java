package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A verifier that is a bundle, from the command line through Spark into a run's record and back.
 */
class VerifierBundleTest {
  private static final Path TINY =
      Path.of("../executors/src/test/resources/verifiers/tiny-pickscore");

  @TempDir Path temporary;
  private Path bundle;

  @BeforeEach
  void copyTheBundle() throws IOException {
    bundle = Files.createDirectory(temporary.resolve("pick"));
    try (Stream<Path> files = Files.list(TINY)) {
      for (Path file : files.toList()) {
        Files.copy(file, bundle.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void itIsUsedByItsNameAndTheRunTakesNoOther() throws IOException {
    Path run = temporary.resolve("run");
    CommandLineRun search = search(run, "--verifier-option=pick.batch=2");
    assertThat(search.errors().toString()).doesNotContain("prospector: ");
    assertThat(search.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(RunFiles.record(run).totals().failed()).isZero();
    String record = Files.readString(run.resolve("run.json"));
    assertThat(record).contains("\"pick.sha256\"", "\"pick.batch\" : \"2\"");

    Path moved = Files.move(bundle, temporary.resolve("moved"));
    assertThat(CommandLineRun.of("resume", run.toString()).errors())
        .singleElement()
        .asString()
        .contains("verifier 'pick': no directory " + bundle + ", expected its bundle there");

    Files.move(moved, bundle);
    Path manifest = bundle.resolve("verifier.json");
    Files.writeString(manifest, Files.readString(manifest).replace("about 18", "around 18"));
    CommandLineRun refused = CommandLineRun.of("resume", run.toString());
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.errors())
        .singleElement()
        .asString()
        .endsWith("another bundle than the one that the run began with");
  }

  @Test
  void itsBatchSizeChangesNoWinner() throws IOException {
    Path one = temporary.resolve("one");
    Path four = temporary.resolve("four");
    assertThat(search(one, "--verifier-option=pick.batch=1").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(search(four, "--verifier-option=pick.batch=4").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(images(one)).usingRecursiveComparison().isEqualTo(images(four));
  }

  /** The winners' images, which nothing but their noise decides. */
  private static List<byte[]> images(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      List<byte[]> found = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".png")).sorted().toList()) {
        found.add(Files.readAllBytes(file));
      }
      assertThat(found).isNotEmpty();
      return found;
    }
  }

  private CommandLineRun search(Path out, String option) throws IOException {
    Path prompts = Files.writeString(temporary.resolve("p.txt"), "a red circle\na blue square\n");
    return CommandLineRun.of(
        "search",
        "--bundle=shapes-s",
        "--prompts=" + prompts,
        "--candidates=5",
        "--steps=2",
        "--images",
        "--verifier=sum(pick:1,detector:0.01)",
        "--verifier-bundle=pick=" + bundle,
        option,
        "--held-out=match",
        "--out=" + out);
  }
}
