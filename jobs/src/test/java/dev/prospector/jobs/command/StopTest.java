package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.prospector.driver.record.RunRecord.Status;
import dev.prospector.jobs.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real signals to a process as the launcher starts it: one line, an exit code, and no trace. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class StopTest {
  private static final int SIGINT = 2;

  @TempDir Path temporary;

  /** What starts this JVM in the background may have it ignore Ctrl-C, and its children too. */
  @BeforeAll
  static void aSignalIsHeard() throws IOException {
    String ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    long signals = Long.parseUnsignedLong(ignored.replaceFirst("SigIgn:\\s*", ""), 16);
    assumeFalse((signals >> (SIGINT - 1) & 1) == 1, "SIGINT is ignored here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reading prompts", "starting Spark"})
  void beforeThereIsARunNothingIsLeft(String phase) throws Exception {
    Path run = temporary.resolve("run");
    Process search = start("search", "--candidates=64", "--out=" + run);
    await(search, phase);
    assertThat(stopped(search, "INT")).isEqualTo(130);
    assertThat(lines()).last().isEqualTo("prospector: stopped");
    assertThat(run).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSearchThatIsStoppedInARoundSaysHowToGoOn(String signal, int exitCode) throws Exception {
    Path run = temporary.resolve("run");
    Process search = start("search", "--candidates=100000", "--out=" + run);
    await(search, "wave 0 · round 0");
    assertThat(stopped(search, signal)).isEqualTo(exitCode);
    assertThat(lines())
        .allMatch(line -> line.startsWith("prospector: ") || line.contains(" · "))
        .filteredOn(line -> line.contains("stopped") || line.contains("failed"))
        .singleElement()
        .asString()
        .matches(
            "prospector: stopped(; \\S+ candidates? of the round that is not over (is|are) made again)?; "
                + Pattern.quote("go on with: prospector resume " + run));
    assertThat(lines()).last().asString().startsWith("prospector: stopped");
    assertThat(RunFiles.record(run).status()).isEqualTo(Status.STOPPED);
  }

  @Test
  void whatIsStoppedInTheReportEndsAsIfItHadNotBeen() throws Exception {
    Path run = temporary.resolve("run");
    Process search = start("search", "--candidates=2", "--out=" + run);
    await(search, "writing the report");
    assertThat(stopped(search, "INT")).isEqualTo(130);
    assertThat(lines())
        .last()
        .isEqualTo("prospector: stopped; go on with: prospector resume " + run);

    Process resumed = start("resume", run.toString());
    assertThat(resumed.waitFor()).isZero();
    assertThat(RunFiles.record(run).status()).isEqualTo(Status.DONE);
    assertThat(CommandLineRun.of("verify", run.toString()).exitCode()).isZero();
  }

  @Test
  void theSecondEndsItThereAndTheRunIsResumedAllTheSame() throws Exception {
    Path run = temporary.resolve("run");
    Process search = start("search", "--candidates=100000", "--out=" + run);
    await(search, "wave 0 · round 0");
    signal(search, "INT");
    assertThat(stopped(search, "INT")).isEqualTo(130);
    assertThat(lines())
        .filteredOn(line -> line.contains("stopped"))
        .singleElement()
        .asString()
        .matches(
            "prospector: stopped(; \\S+ candidates? of the round that is not over (is|are) made again)?; "
                + Pattern.quote("go on with: prospector resume " + run));
    assertThat(RunFiles.record(run).status()).isIn(Status.RUNNING, Status.STOPPED);
  }

  @Test
  void aNightOfCurationThatIsStoppedAmongItsRulesGoesOnByTheSameCommand() throws Exception {
    Path data = temporary.resolve("data");
    String[] command = {
      "curate",
      "--config=" + Files.writeString(temporary.resolve("data.conf"), night(data)),
      "--date=2026-11-27"
    };
    Process night = start(command);
    await(night, "prospector: rules");
    assertThat(stopped(night, "INT")).isEqualTo(130);
    assertThat(lines()).last().isEqualTo("prospector: stopped; the same command goes on");
    assertThat(data.resolve("versions/0001/manifest.json")).doesNotExist();
    Process again = start(command);
    assertThat(again.waitFor()).isZero();
    assertThat(lines()).contains("prospector: version 1 is new");
  }

  private String night(Path data) throws IOException {
    Path prompts = Files.writeString(temporary.resolve("prompts.txt"), "a red circle\n");
    return """
        out = "%s"
        sources = ["%s"]
        search { bundle = shapes-s, steps = 2, candidates = 2, verifier = detector, held-out = [] }
        rules = ["score > -100"]
        """
        .formatted(data, prompts);
  }

  private Process start(String... command) throws IOException {
    List<String> words =
        new ArrayList<>(List.of("-Dprospector.log=run", Main.class.getName(), command[0]));
    if (command[0].equals("search")) {
      words.addAll(
          List.of("--bundle=shapes-s", "--prompt=a red circle", "--steps=2", "--master=local[1]"));
    }
    words.addAll(List.of(command).subList(1, command.length));
    return ChildRun.start(log(), Map.of(), words);
  }

  private Path log() {
    return temporary.resolve("log.txt");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(log());
  }

  private void await(Process process, String words) throws Exception {
    while (!Files.readString(log()).contains(words)) {
      assertThat(process.isAlive()).as(Files.readString(log())).isTrue();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private static int stopped(Process process, String name) throws Exception {
    signal(process, name);
    return process.waitFor();
  }
}
