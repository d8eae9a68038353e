package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecord.Status;
import dev.prospector.driver.search.AlgorithmProvider;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.jobs.Main;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Errors and exceptions that nobody expects, in a process as the launcher starts it: one line, exit
 * code 3, a record that says so, and a run that can be resumed.
 */
@Timeout(300)
class BadEndTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "driver:stack | out of stack (StackOverflowError)",
        "driver:heap | out of memory (Java heap space)",
        "driver:link | NoClassDefFoundError: example/Missing",
        "driver:checked | Spark",
        "driver:thread | out of memory (of a thread of its own)",
        "task:stack | java.lang.StackOverflowError",
        "task:heap | java.lang.OutOfMemoryError: Java heap space",
        "task:link | java.lang.NoClassDefFoundError: example/Missing",
      })
  void aRunThatEndsBadlySaysSoAndCanBeResumed(String how, String reason) throws Exception {
    Path run = temporary.resolve("run");
    Ended ended = search(how, run);
    assertThat(ended.errors())
        .allMatch(line -> line.startsWith("prospector: "))
        .filteredOn(line -> line.startsWith("prospector: failed: "))
        .singleElement()
        .asString()
        .contains(reason)
        .endsWith("; go on with: prospector resume " + run);
    assertThat(ended.exitCode()).isEqualTo(ExitCode.FAILED);
    RunRecord record = RunFiles.record(run);
    assertThat(record.status()).isEqualTo(Status.FAILED);
    assertThat(record.failure()).contains(reason).doesNotContain("\n");

    // From another directory, though the prompts were named relative to the first.
    assertThat(record.configuration().path("prompts").asText())
        .isEqualTo(temporary.resolve("p.txt").toString());
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Ended resumed = start(elsewhere, "", "resume", run.toString());
    assertThat(resumed.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(resumed.errors()).anyMatch(line -> line.contains("it had failed: "));
    assertThat(RunFiles.record(run).status()).isEqualTo(Status.DONE);
    assertThat(RunFiles.record(run).failure()).isNull();
  }

  @Test
  void anErrorBeforeTheRunLeavesNothingToResume() throws Exception {
    Path run = temporary.resolve("run");
    Ended ended = search("planning:stack", run);
    assertThat(ended.errors())
        .containsExactly(
            "prospector: reading prompts and the model",
            "prospector: failed: out of stack (StackOverflowError)");
    assertThat(ended.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run).doesNotExist();
  }

  private record Ended(int exitCode, List<String> errors) {}

  private Ended search(String how, Path run) throws Exception {
    Files.writeString(temporary.resolve("p.txt"), "a red circle\n");
    return start(
        temporary,
        how,
        "search",
        "--bundle=shapes-s",
        "--prompts=p.txt",
        "--algorithm=" + BadEnd.NAME,
        "--verifier=" + BadEnd.NAME,
        "--candidates=1",
        "--steps=1",
        "--master=local[1]",
        "--out=" + run);
  }

  private Ended start(Path in, String how, String... command) throws Exception {
    String classes = services() + File.pathSeparator + System.getProperty("java.class.path");
    List<String> words =
        ChildRun.java(
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-D%s=%s".formatted(BadEnd.PROPERTY, how),
            ChildRun.logging(),
            "-Dprospector.log=run",
            "-cp",
            classes,
            Main.class.getName());
    words.addAll(List.of(command));
    Path err = temporary.resolve("err.txt");
    int exitCode =
        new ProcessBuilder(words)
            .directory(in.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start()
            .waitFor();
    // The progress line of a terminal that is none is no complaint.
    return new Ended(
        exitCode, Files.readAllLines(err).stream().filter(l -> !l.contains(" · ")).toList());
  }

  /** A directory of the class path that offers what ends badly. */
  private Path services() throws IOException {
    Path services = temporary.resolve("classes/META-INF/services");
    Files.createDirectories(services);
    Files.writeString(
        services.resolve(AlgorithmProvider.class.getName()), BadEnd.Algorithm.class.getName());
    Files.writeString(
        services.resolve(VerifierProvider.class.getName()), BadEnd.Judge.class.getName());
    return temporary.resolve("classes");
  }
}
