package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.record.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An executor that is killed costs time, and neither a byte of the results nor credited NFE. */
class ExecutorLossTest {
  @TempDir Path temporary;

  @Test
  void aKilledExecutorIsMadeUpFor() throws Exception {
    requireAsIfNoneWasKilled("zero-order", "_round-002.json");
  }

  @Tag("nightly")
  @ParameterizedTest
  @CsvSource({
    "random, ''",
    "steps, _first-samples.json",
    "paths, _round-001.json",
    "pruning, _round-000.json"
  })
  void aKilledExecutorIsMadeUpForWhateverTheAlgorithm(String algorithm, String when)
      throws Exception {
    requireAsIfNoneWasKilled(algorithm, when);
  }

  /**
   * @param when as soon as this file is there, or a while after the first executor is
   */
  private void requireAsIfNoneWasKilled(String algorithm, String when) throws Exception {
    Path calm = temporary.resolve("calm");
    assertThat(search(algorithm, calm, "local[2]").exitCode()).isEqualTo(ExitCode.DONE);
    Path disturbed = temporary.resolve("disturbed");
    AtomicInteger killed = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    Path signal = disturbed.resolve("log/wave=00000").resolve(when);
    Thread killer = new Thread(() -> killOne(when.isEmpty() ? null : signal, killed, over));
    killer.start();
    try {
      CommandLineRun run = search(algorithm, disturbed, "local-cluster[2,1,1024]");
      assertThat(run.errors()).isEmpty();
      assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    } finally {
      over.set(true);
      killer.join();
    }
    assertThat(killed).as("executors killed").hasValue(1);
    assertThat(RunFiles.results(disturbed))
        .usingRecursiveComparison()
        .isEqualTo(RunFiles.results(calm));
    RunRecord.Totals expected = RunFiles.record(calm).totals();
    RunRecord.Totals totals = RunFiles.record(disturbed).totals();
    assertThat(totals.nfeCredited()).isEqualTo(expected.nfeCredited()).isPositive();
    assertThat(totals.nfeSpent()).isGreaterThanOrEqualTo(totals.nfeCredited());
  }

  @Test
  void anExecutorWhoseDeviceFailsIsReplaced() throws Exception {
    Path failures = Files.createDirectory(temporary.resolve("failures"));
    Path calm = temporary.resolve("calm");
    assertThat(failing(failures, calm, "local[2]").exitCode()).isEqualTo(ExitCode.DONE);
    for (String failure : new String[] {"one", "two", "three"}) {
      Files.createFile(failures.resolve(failure));
    }
    Path disturbed = temporary.resolve("disturbed");
    CommandLineRun run = failing(failures, disturbed, "local-cluster[2,1,1024]");
    assertThat(run.errors()).isEmpty();
    assertThat(failures).isEmptyDirectory();
    assertThat(RunFiles.results(disturbed))
        .usingRecursiveComparison()
        .isEqualTo(RunFiles.results(calm));
    assertThat(RunFiles.record(disturbed).totals().nfeCredited())
        .isEqualTo(RunFiles.record(calm).totals().nfeCredited());
  }

  @Test
  void aDeviceThatFailsInProcessFailsItsTaskAlone() throws Exception {
    Path failures = Files.createDirectory(temporary.resolve("failures"));
    Files.createFile(failures.resolve("one"));
    CommandLineRun run = failing(failures, temporary.resolve("run"), "local[2]");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errors()).anyMatch(line -> line.contains("it has fallen off the bus"));
  }

  private static CommandLineRun failing(Path failures, Path out, String master) {
    return search(
        "zero-order",
        out,
        master,
        "--verifier=failing-device",
        "--verifier-option=failing-device.failures=" + failures);
  }

  private static CommandLineRun search(
      String algorithm, Path out, String master, String... options) {
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(words(algorithm, out, master));
    words.add(0, "search");
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  private static List<String> words(String algorithm, Path out, String master) {
    return List.of(
        "--bundle=shapes-s",
        "--algorithm=" + algorithm,
        "--candidates=24",
        "--steps=8",
        "--held-out=composition",
        "--batch=8",
        "--master=" + master,
        "--conf=spark.executor.extraClassPath=" + System.getProperty("java.class.path"),
        "--out=" + out);
  }

  private static void killOne(Path signal, AtomicInteger killed, AtomicBoolean over) {
    while (killed.get() == 0 && !over.get()) {
      Optional<ProcessHandle> executor = executors().findFirst();
      if (executor.isPresent() && (signal == null || Files.exists(signal))) {
        pause(signal == null ? 2000 : 0);
        // On Linux that is SIGKILL, as an out-of-memory killer sends it: exit code 137.
        killed.addAndGet(executor.get().destroyForcibly() ? 1 : 0);
      }
      pause(5);
    }
  }

  private static Stream<ProcessHandle> executors() {
    return ProcessHandle.current().descendants().filter(ExecutorLossTest::isExecutor);
  }

  /** ProcessHandle leaves out command lines as long as theirs. */
  private static boolean isExecutor(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"))
          .contains("CoarseGrainedExecutorBackend");
    } catch (IOException e) {
      return false; // It has ended.
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
