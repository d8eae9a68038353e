package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.PATH;

import dev.prospector.driver.record.RunRecord.Status;
import dev.prospector.jobs.Main;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
  @TempDir Path directory;

  private final RunLog log = new RunLog();
  private final PrintStream err = new PrintStream(log, true, StandardCharsets.UTF_8);

  @Test
  void whatCameBeforeTheFileStandsInItFirst() throws IOException {
    Path file = directory.resolve(RunLog.NAME);
    Files.writeString(file, "of the day before\n");
    err.println("early");
    assertThat(log.held()).isEqualTo("early\n");
    log.into(() -> file);
    err.println("late");
    assertThat(file).hasContent("of the day before\nearly\nlate");
    assertThat(log.file()).contains(file);
    assertThat(log.held()).isEmpty();
  }

  @Test
  void whereNothingIsSaidThereIsNoFile() throws IOException {
    log.into(() -> directory.resolve(RunLog.NAME));
    assertThat(directory).isEmptyDirectory();
    assertThat(log.file()).isEmpty();
  }

  @Test
  void noMoreIsHeldThanAMebibyteAndALine() {
    for (int i = 0; i < 3_000; i++) {
      err.println("x".repeat(1_023));
    }
    assertThat(log.held()).hasSizeBetween(1 << 20, (1 << 20) + 1_024);
  }

  /** Spark warns of a setting that it has given up, as soon as it reads it. */
  @Test
  void whatSparkSaysIsInTheRunAndNotOnTheTerminal() throws Exception {
    Path run = directory.resolve("run");
    ChildRun search = search(run.toString(), directory);
    assertThat(search.exitCode()).as(search.said()).isZero();
    assertThat(search.said())
        .doesNotContain("WARN")
        .contains("first samples → winners", "detector, searched: ", run + "/report.html");
    assertThat(run.resolve(RunLog.NAME)).content().contains("failuresValidityInterval");
    assertThat(CommandLineRun.of("verify", run.toString()).exitCode()).isZero();
    assertThat(CommandLineRun.of("resume", run.toString()).exitCode()).isZero();
    assertThat(RunFiles.record(run).status()).isEqualTo(Status.DONE);
  }

  @Test
  void aRunElsewhereHasItsLogHere() throws Exception {
    Path run = directory.resolve("run");
    Path here = Files.createDirectory(directory.resolve("tmp"));
    ChildRun search = search("vault://" + run, here);
    assertThat(search.exitCode()).as(search.said()).isZero();
    assertThat(run).isDirectoryNotContaining("glob:**.log");
    try (Stream<Path> logs = Files.list(here).filter(file -> file.toString().endsWith(".log"))) {
      assertThat(logs).singleElement(PATH).content().contains("failuresValidityInterval");
    }
  }

  private ChildRun search(String out, Path temporary) throws Exception {
    return ChildRun.of(
        directory.resolve("said.txt"),
        Map.of(),
        List.of(
            "-Dprospector.log=run",
            "-Djava.io.tmpdir=" + temporary,
            Main.class.getName(),
            "search",
            "--bundle=shapes-s",
            "--prompt=a red circle",
            "--candidates=2",
            "--steps=2",
            "--conf=spark.yarn.executor.failuresValidityInterval=1h",
            "--conf=spark.hadoop.fs.vault.impl=" + VaultFileSystem.class.getName(),
            "--master=local[1]",
            "--out=" + out));
  }
}
