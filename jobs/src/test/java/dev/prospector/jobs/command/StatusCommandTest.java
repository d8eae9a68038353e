package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.jobs.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How far a run is can be told by another process, whether its driver lives, has ended or died. */
class StatusCommandTest {
  @TempDir Path temporary;

  @Test
  void ofARunThatIsDoneTheFiguresAreItsRecords() throws IOException {
    Path run = done("done");
    RunRecord record = RunFiles.record(run);
    List<Double> scores = new ArrayList<>();
    try (Rows<ResultRow> rows =
        ResultFile.readWithoutImages(RunFiles.directory(run).resultPart(0), new Configuration())) {
      rows.stream().forEach(row -> scores.add(((ResultRow.Found) row).scores().get("match")));
    }
    double mean = scores.stream().mapToDouble(s -> s).average().orElseThrow();
    String expected = String.format(Locale.ROOT, "mean %.3f, best ", mean);
    assertThat(status(run))
        .containsPattern("state +done\n")
        .containsPattern("search +random by match with shapes-s, 2 NFE a prompt\n")
        .containsPattern("prompts +24 of 24 done\n")
        .containsPattern("NFE +%d spent of 48 granted\n".formatted(record.totals().nfeSpent()))
        .containsPattern("score by match +" + expected)
        .containsPattern("next +prospector report ");
    assertThat(CommandLineRun.of("status", run.toUri().toString()).out())
        .containsPattern("prompts +24 of 24 done\n");
  }

  @Test
  void whereARunLiesElsewhereConfSaysHowItIsReached() throws IOException {
    String run = "vault://" + done("elsewhere");
    String conf = "--conf=spark.hadoop.fs.vault.impl=" + VaultFileSystem.class.getName();
    assertThat(CommandLineRun.of("verify", run).exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(CommandLineRun.of("verify", run, conf).out()).isEqualTo(run + ": whole, done\n");
    assertThat(CommandLineRun.of("status", run, conf).out()).containsPattern("state +done\n");
    assertThat(CommandLineRun.of("report", run, conf).out()).endsWith("/report.html\n");
    assertThat(CommandLineRun.of("replay", run, "--prompt=1", conf).exitCode()).isZero();
    assertThat(CommandLineRun.of("list", "runs", "vault://" + temporary, conf).out())
        .contains("elsewhere");
    assertThat(CommandLineRun.of("status", run, "--conf=fs.vault.impl=x").errors())
        .singleElement()
        .asString()
        .contains("--conf was \"fs.vault.impl=x\", expected a Spark setting");
  }

  @Test
  @Timeout(240)
  void ofARunInAnotherProcessItIsToldWhileItGoesOnAndWhenItHasDied() throws Exception {
    Path run = temporary.resolve("going");
    Process driver =
        ChildRun.start(
            temporary.resolve("log"),
            Map.of(),
            List.of(
                Main.class.getName(),
                "search",
                "--bundle=shapes-s",
                "--algorithm=zero-order",
                "--candidates=100000",
                "--steps=1",
                "--verifier=match",
                "--held-out=none",
                "--master=local[1]",
                "--out=" + run));
    try {
      while (driver.isAlive() && !Files.exists(run.resolve("log/wave=00000/_round-001.json"))) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertThat(status(run))
          .containsPattern("state +running\n")
          .containsPattern("writer +process %d on .*heard of \\d+ s ago".formatted(driver.pid()))
          .containsPattern("prompts +0 of 24 done, 24 in progress, \\d+ rounds committed\n")
          .containsPattern("score by match +mean .* over 24 prompts\n")
          .containsPattern("last commit +.* ago\n");
    } finally {
      driver.destroyForcibly().waitFor();
    }
    assertThat(status(run))
        .containsPattern("state +died\n")
        .containsPattern("next +prospector resume " + run + ", which goes on with it\n")
        .doesNotContain("writer");
  }

  @Test
  void whatIsDamagedOrNoRunIsOneLineAsForOtherCommands() throws IOException {
    Path run = done("damaged");
    Path commit = run.resolve("log/wave=00000/_wave.json");
    Files.writeString(commit, Files.readString(commit).replace("\"wave\" : 0", "\"wave\" : 1"));
    Path lost = done("lost");
    Files.delete(lost.resolve("results/part-00000.parquet"));
    for (Path broken : List.of(run, lost, temporary)) {
      CommandLineRun status = CommandLineRun.of("status", broken.toString());
      assertThat(status.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(status.out()).isEmpty();
      assertThat(status.errors())
          .isNotEmpty()
          .isEqualTo(CommandLineRun.of("report", broken.toString()).errors());
    }
  }

  @Test
  void runsAreListedAndOneThatCannotBeReadIsNamedWithTheReason() throws IOException {
    Path runs = Files.createDirectory(temporary.resolve("runs"));
    Path unknown = Files.createDirectory(runs.resolve("a-folder"));
    done("runs/b");
    done("runs/c");
    Files.writeString(runs.resolve("c/run.json"), "{}");
    Files.writeString(runs.resolve("c/log/_run.json"), "{}");
    CommandLineRun list = CommandLineRun.of("list", "runs", runs.toString());
    assertThat(list.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(list.out().lines()).hasSize(2);
    assertThat(list.out().lines().skip(1).findFirst().orElseThrow())
        .matches("b +done +random +24/24 +48 +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC +match .*");
    assertThat(list.errors()).hasSize(2);
    assertThat(list.errors().get(0)).contains(unknown + ": no run.json there");
    assertThat(list.errors().get(1)).contains(runs.resolve("c").toString());

    CommandLineRun one = CommandLineRun.of("list", "runs", runs + "/b");
    assertThat(one.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(one.errors()).singleElement().asString().contains("runs/b: is a run itself");

    CommandLineRun nowhere = CommandLineRun.of("list", "runs", runs + "/none");
    assertThat(nowhere.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(nowhere.errors())
        .containsExactly(
            "prospector: %s/none: is not there, expected a directory with runs".formatted(runs));
  }

  private Path done(String name) {
    Path run = temporary.resolve(name);
    CommandLineRun search =
        CommandLineRun.of(
            "search",
            "--bundle=shapes-s",
            "--candidates=2",
            "--steps=1",
            "--verifier=match",
            "--held-out=none",
            "--master=local[1]",
            "--out=" + run);
    assertThat(search.exitCode()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private static String status(Path run) {
    CommandLineRun status = CommandLineRun.of("status", run.toString());
    assertThat(status.errors()).isEmpty();
    assertThat(status.exitCode()).isEqualTo(ExitCode.DONE);
    return status.out();
  }
}
