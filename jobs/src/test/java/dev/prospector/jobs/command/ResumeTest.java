package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.prospector.driver.record.RunLease;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.executors.model.HalfPrecision;
import dev.prospector.jobs.Main;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is lost when the driver dies. */
class ResumeTest {
  private static final int KILLS = 2;
  private static final String HALVED = "../executors/src/test/resources/bundles/halved";

  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({
    "random, --until=detector>=-0.2 --give-up=0.1",
    "zero-order, --on-stall=restart",
    "paths, --paths=2",
    "pruning, --top-k=2"
  })
  void aRunWhoseDriverIsKilledAtAnyMomentEndsAsIfItHadNotBeen(String algorithm, String option)
      throws Exception {
    requireAsIfNotKilled(algorithm, option);
  }

  @Tag("nightly")
  @ParameterizedTest
  @CsvSource({
    "random, ''",
    "random, --search-steps=2",
    "random, --search-dtype=bfloat16",
    "random, --stop-at-knee=composition --verifier=sum(match:-1)",
    "zero-order, '--verifier=pessimistic(detector,match,realism:0.5) --top-k=3 --diverse=0.5'",
    "pruning, --mean-candidates=4",
    "pruning, --look-model=LOOKS",
    "steps, ''"
  })
  void itEndsAsIfItHadNotBeenWhateverItsSettings(String algorithm, String option) throws Exception {
    requireAsIfNotKilled(algorithm, option);
  }

  private void requireAsIfNotKilled(String algorithm, String option) throws Exception {
    boolean half = option.startsWith("--search-dtype");
    String given = option.contains("LOOKS") ? option.replace("LOOKS", looks()) : option;
    assumeThat(!half || HalfPrecision.instructions("bfloat16").isPresent()).isTrue();
    Path calm = temporary.resolve("calm");
    assertThat(CommandLineRun.of(search(algorithm, given, calm)).exitCode())
        .isEqualTo(ExitCode.DONE);

    Path disturbed = temporary.resolve("disturbed");
    SplittableRandom random = new SplittableRandom((algorithm + option).hashCode());
    String[] command = search(algorithm, given, disturbed);
    for (int kill = 0; kill < KILLS; kill++) {
      killSomewhere(command, disturbed, random.nextInt(2500));
      command = new String[] {"resume", disturbed.toString()};
    }
    Process last = start(command);
    assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).isEqualTo(ExitCode.DONE);

    assertThat(RunFiles.results(disturbed))
        .usingRecursiveComparison()
        .isEqualTo(RunFiles.results(calm));
    assertThat(RunFiles.names(disturbed))
        .as("files, without orphans")
        .isEqualTo(RunFiles.names(calm));
    RunRecord expected = RunFiles.record(calm);
    assertThat(RunFiles.record(disturbed).totals().nfeCredited())
        .isEqualTo(expected.totals().nfeCredited())
        .isPositive();
    assertThat(RunFiles.record(disturbed).totals().candidates())
        .isEqualTo(expected.totals().candidates());
    assertThat(RunFiles.record(disturbed).status()).isEqualTo(RunRecord.Status.DONE);
  }

  /** A look model of such a search. */
  private String looks() {
    Path run = temporary.resolve("looked");
    Path file = temporary.resolve("looks.json");
    CommandLineRun looked = CommandLineRun.of(search("pruning", "--prune-keep=1,1", run));
    assertThat(looked.exitCode()).isEqualTo(ExitCode.DONE);
    CommandLineRun learnt =
        CommandLineRun.of("calibrate", "--looks", run.toString(), "--out=" + file);
    assertThat(learnt.errors()).isEmpty();
    return file.toString();
  }

  private static String[] search(String algorithm, String option, Path out) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "search",
                "--bundle=" + (option.startsWith("--search-dtype") ? HALVED : "shapes-s"),
                "--algorithm=" + algorithm,
                "--candidates=8",
                "--steps=5",
                "--batch=8",
                "--wave=" + (option.contains("knee") ? 24 : 9),
                "--images",
                "--held-out=composition",
                "--master=local[2]",
                "--out=" + out));
    if (!option.isEmpty()) {
      words.addAll(List.of(option.split(" ")));
    }
    return words.toArray(String[]::new);
  }

  /** Waits until there is something to lose, then a random while, and kills the driver. */
  private static void killSomewhere(String[] command, Path out, int millis) throws Exception {
    Process driver = start(command);
    long seen = files(out);
    while (driver.isAlive() && (!Files.exists(out.resolve("run.json")) || files(out) <= seen)) {
      Thread.sleep(20);
    }
    driver.waitFor(millis, TimeUnit.MILLISECONDS);
    driver.destroyForcibly().waitFor();
  }

  private static Process start(String... command) throws IOException {
    List<String> words = ChildRun.java("-XX:TieredStopAtLevel=1"); // None lives long.
    words.add(Main.class.getName());
    words.addAll(List.of(command));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/resume-test.log")))
        .start();
  }

  private static long files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void ofTwoThatStartIntoOneDirectoryOneWinsAndTheOtherSaysSo() throws Exception {
    Path out = temporary.resolve("contested");
    String[] command = search("random", "", out);
    Process one = start(command);
    Process other = start(command);
    assertThat(List.of(one.waitFor(), other.waitFor()))
        .containsExactlyInAnyOrder(ExitCode.DONE, ExitCode.BAD_INPUT);
    assertThat(CommandLineRun.of("verify", out.toString()).out()).contains("whole, done");
    assertThat(Files.readString(Path.of("target/resume-test.log")))
        .containsPattern(out + ": (process \\d+ on .* since .* writes it|holds a run)");
  }

  @Test
  void anotherRunIsRefusedWithTheDifferences() throws IOException {
    Path run = temporary.resolve("run");
    Path prompts = Files.writeString(temporary.resolve("p.txt"), "a red circle\n");
    CommandLineRun search =
        CommandLineRun.of(
            "search",
            "--bundle=shapes-s",
            "--prompts=" + prompts,
            "--candidates=1",
            "--steps=1",
            "--held-out=none",
            "--out=" + run);
    assertThat(search.exitCode()).isEqualTo(ExitCode.DONE);
    String before = Files.readString(run.resolve("run.json"));

    Files.writeString(prompts, "a red circle\na blue cross\n");
    CommandLineRun refused =
        CommandLineRun.of("resume", run.toString(), "--seed=7", "--bundle=shapes-b");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.errors())
        .anyMatch(line -> line.endsWith("seed: the run has 0, now it is 7"))
        .anyMatch(line -> line.endsWith("bundle: the run has \"shapes-s\", now it is \"shapes-b\""))
        .anyMatch(line -> line.contains("sha256 of the bundle's denoiser.pt: the run has"))
        .anyMatch(line -> line.contains("prompts: the run has 1 with fingerprint"));

    Files.writeString(
        run.resolve("run.json"),
        before
            .replace("\"format\" : " + RunRecord.FORMAT, "\"format\" : 3")
            .replace("seal", "was no seal"));
    for (String[] command : new String[][] {{"resume"}, {"report"}, {"replay", "--prompt=0"}}) {
      assertThat(refusal(command, run))
          .contains(
              run + ": its format is 3, expected %d; it was made".formatted(RunRecord.FORMAT));
      assertThat(refusal(command, temporary)).contains(temporary + ": no run.json there");
    }
  }

  @Test
  void aRunThatSomebodyWritesIsTakenOverWhereThatIsAskedFor() throws IOException {
    Path run = temporary.resolve("run");
    assertThat(CommandLineRun.of(search("random", "", run)).exitCode()).isEqualTo(ExitCode.DONE);
    Files.delete(run.resolve("log/wave=00001/_wave.json"));
    try (RunLease living = RunLease.take(RunFiles.directory(run), false, new Configuration())) {
      assertThat(refusal(new String[] {"resume"}, run)).contains("or at once with --take-over");
      CommandLineRun resumed = CommandLineRun.of("resume", "--take-over", run.toString());
      assertThat(resumed.errors()).isEmpty();
      assertThat(resumed.exitCode()).isEqualTo(ExitCode.DONE);
      assertThatThrownBy(living::requireHeld).isInstanceOf(RunLease.LostException.class);
    }
  }

  @Test
  void oneCommandBeginsARunGoesOnWithItAndLeavesItAloneWhenItIsDone() throws Exception {
    Path calm = temporary.resolve("calm");
    assertThat(CommandLineRun.of(search("random", "", calm)).exitCode()).isEqualTo(ExitCode.DONE);
    Path run = temporary.resolve("run");
    String[] command = search("random", "--resume", run);
    killSomewhere(command, run, 0);
    assertThat(run.resolve("_SUCCESS")).doesNotExist();

    assertThat(CommandLineRun.of(command).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(RunFiles.results(run)).usingRecursiveComparison().isEqualTo(RunFiles.results(calm));
    byte[] before = Files.readAllBytes(run.resolve("run.json"));
    assertThat(CommandLineRun.of(command).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readAllBytes(run.resolve("run.json"))).isEqualTo(before);

    CommandLineRun printed =
        CommandLineRun.of("search", "--resume", "--print-config", "--out=" + run);
    assertThat(printed.exitCode()).isEqualTo(ExitCode.DONE);
    CommandLineRun other =
        CommandLineRun.of("search", "--resume", "--candidates=9", "--out=" + run);
    assertThat(other.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(other.errors()).anyMatch(line -> line.contains("can't be resumed with"));
    assertThat(CommandLineRun.of("search", "--resume").errors())
        .anyMatch(line -> line.contains("--resume was given without --out"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\n  \"format\" : "})
  void whoDiedBeforeItsRecordWasWholeIsRepeatedByTheSameCommand(String record) throws IOException {
    Path run = temporary.resolve("run");
    Path lease = run.resolve("_lease.json");
    byte[] left;
    try (RunLease living = RunLease.take(RunFiles.directory(run), false, new Configuration())) {
      living.requireHeld();
      left = Files.readAllBytes(lease);
    }
    Files.write(lease, left);
    Files.setLastModifiedTime(
        lease, FileTime.from(Instant.now().minus(RunLease.SILENCE).minusSeconds(1)));
    if (!record.isEmpty()) {
      Files.writeString(run.resolve("run.json"), record);
    }

    assertThat(CommandLineRun.of(search("random", "", run)).exitCode())
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(CommandLineRun.of(search("random", "--resume", run)).exitCode())
        .isEqualTo(ExitCode.DONE);
  }

  private static String refusal(String[] command, Path run) {
    String[] words = Stream.concat(Stream.of(command), Stream.of("" + run)).toArray(String[]::new);
    CommandLineRun refused = CommandLineRun.of(words);
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.errors()).hasSize(1);
    return refused.errors().get(0);
  }

  @Test
  void aRunThatIsDoneIsLeftAlone() throws IOException {
    Path run = temporary.resolve("run");
    CommandLineRun search =
        CommandLineRun.of(
            "search",
            "--bundle=shapes-s",
            "--candidates=1",
            "--steps=1",
            "--held-out=none",
            "--out=" + run);
    assertThat(search.exitCode()).isEqualTo(ExitCode.DONE);
    byte[] before = Files.readAllBytes(run.resolve("run.json"));
    assertThat(CommandLineRun.of("resume", run.toString()).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readAllBytes(run.resolve("run.json"))).isEqualTo(before);
  }
}
