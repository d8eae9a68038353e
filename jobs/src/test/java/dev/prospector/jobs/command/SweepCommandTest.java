package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.prospector.driver.sweep.Observation;
import dev.prospector.driver.sweep.Observations;
import dev.prospector.jobs.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTest {
  @TempDir Path home;

  private Path config(String out, String more) throws IOException {
    return Files.writeString(
        home.resolve(out + ".conf"),
        """
        out = "%s"
        base {
          prompt = [a red circle, two blue squares]
          bundle = shapes-s
          steps = 2
          verifier = detector
          held-out = [match]
          spark.sql.shuffle.partitions = 2
        }
        axes { algorithm = [random, zero-order], candidates = [1, 3] }
        exclude = [{ algorithm = zero-order, candidates = 1 }]
        %s
        """
            .formatted(home.resolve(out), more));
  }

  private static CommandLineRun sweep(Path config, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("sweep", "--config=" + config, "--master=local[2]"));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private static List<Path> runs(Path out) throws IOException {
    try (Stream<Path> files = Files.walk(out, 2)) {
      return files.filter(file -> Files.exists(file.resolve("_SUCCESS"))).sorted().toList();
    }
  }

  @Test
  void aSweepIsPlannedRunAndLeftAloneAndItsRunsAreRunsAsOthers() throws IOException {
    Path config = config("out", "");
    Path out = home.resolve("out");
    CommandLineRun planned = sweep(config, "--dry-run");
    assertThat(planned.exitCode()).as(String.join("\n", planned.errors())).isEqualTo(ExitCode.DONE);
    assertThat(out).doesNotExist();

    CommandLineRun first = sweep(config);
    assertThat(first.exitCode()).as(String.join("\n", first.errors())).isEqualTo(ExitCode.DONE);
    assertThat(runs(out))
        .hasSize(2)
        .satisfiesExactly(
            arm -> assertThat(arm).isEqualTo(out.resolve("arms/zero-order_candidates-3")),
            pool -> assertThat(pool.getFileName().toString()).startsWith("seed-0_candidates-3_"));
    for (Path run : runs(out)) {
      assertThat(run.resolve("report.html")).exists();
      assertThat(CommandLineRun.of("verify", run.toString()).exitCode()).isEqualTo(ExitCode.DONE);
      CommandLineRun resumed = CommandLineRun.of("resume", run.toString());
      assertThat(resumed.exitCode())
          .as(String.join("\n", resumed.errors()))
          .isEqualTo(ExitCode.DONE);
    }
    List<Observation> found = Observations.of(out.toString(), new Configuration());
    assertThat(found)
        .filteredOn(one -> one.metric().equals(Observation.SEARCHED))
        .extracting(Observation::arm, Observation::derived, Observation::candidates)
        .containsExactly(
            tuple("random_candidates-1", true, 1.0),
            tuple("random_candidates-3", true, 3.0),
            tuple("zero-order_candidates-3", false, 3.0));

    byte[] curves = Files.readAllBytes(out.resolve("curves.parquet"));
    byte[] fits = Files.readAllBytes(out.resolve("fits.parquet"));
    assertThat(Files.readString(out.resolve("sweep.html")))
        .contains("3 arms over 2 prompts")
        .contains("FLOPs per prompt")
        .contains("arms/zero-order_candidates-3/report.html");

    CommandLineRun again = sweep(config);
    assertThat(again.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readAllBytes(out.resolve("curves.parquet"))).isEqualTo(curves);
    assertThat(Files.readAllBytes(out.resolve("fits.parquet"))).isEqualTo(fits);
    CommandLineRun priced = sweep(config, "--price-per-hour=2.5");
    assertThat(priced.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(out.resolve("sweep.html"))).contains("Price of 1,000");
    assertThat(sweep(config, "--price-per-hour=0").exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    CommandLineRun more = sweep(config, "--set", "axes.candidates=[1, 2, 3]");
    assertThat(more.exitCode()).as(String.join("\n", more.errors())).isEqualTo(ExitCode.DONE);
    assertThat(runs(out)).hasSize(3); // What is new of random search is told from the pool.
    assertThat(Observations.of(out.toString(), new Configuration())).containsAll(found);
  }

  @Test
  void allThatIsWrongIsToldAtOnceBeforeSparkStarts() throws IOException {
    Path config =
        config(
            "bad", "pools = [nowhere]\narms { other { verifier = nobody }, same { steps = x } }");
    CommandLineRun run = sweep(config, "--set", "base.prompt=[a cat]");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(String.join("\n", run.errors()))
        .contains(
            "verifier 'detector' can't judge 1 of 1 prompts",
            "(arms random_candidates-1, random_candidates-3, zero-order_candidates-3)",
            "bad.conf: line 13: key 'verifier' was \"nobody\", expected one of ",
            "bad.conf: line 13: key 'steps' was \"x\", expected an integer from 1 to 10000",
            "bad.conf: line 12: nowhere is no run that has ended and is whole");
    assertThat(home.resolve("bad")).doesNotExist();
  }

  @Test
  void anArmThatWouldBecomeAnotherSearchIsRefusedAndAFileThatNeedsLessSaysWhatItLeft()
      throws IOException {
    Path config = config("out", "share = false");
    assertThat(sweep(config).exitCode()).isEqualTo(ExitCode.DONE);
    CommandLineRun other = sweep(config, "--set", "base.steps=3");
    assertThat(other.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(String.join("\n", other.errors()))
        .contains("/out/arms: can't be resumed with: steps: the run has 2, now it is 3");
    assertThat(sweep(config, "--set", "axes.candidates=[3]", "--set", "exclude=[]").exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(runs(home.resolve("out"))).hasSize(3);
  }

  @Test
  void anArmThatFailsIsNamedAndTheOthersAreTold() throws IOException {
    Path config = config("partly", "");
    Path inTheWay = home.resolve("partly/arms/zero-order_candidates-3");
    Files.createDirectories(inTheWay.getParent());
    Files.writeString(inTheWay, "a file");
    CommandLineRun run = sweep(config);
    assertThat(run.exitCode()).isEqualTo(ExitCode.SOME_FAILED);
    assertThat(Observations.of(home.resolve("partly").toString(), new Configuration()))
        .extracting(Observation::arm)
        .contains("random_candidates-3")
        .doesNotContain("zero-order_candidates-3");
  }

  /** Killed with force twice somewhere, it ends as one that was not. */
  @Test
  void aSweepThatIsKilledAndSubmittedAgainEndsAsIfItHadNotBeen() throws Exception {
    Path calm = config("calm", "");
    assertThat(sweep(calm).exitCode()).isEqualTo(ExitCode.DONE);
    Path killed = config("killed", "");
    List<String> command =
        List.of(Main.class.getName(), "sweep", "--config=" + killed, "--master=local[2]");
    for (int runsDone : new int[] {0, 1}) {
      Process process = ChildRun.start(home.resolve("log-" + runsDone), Map.of(), command);
      while (process.isAlive() && !hasCome(home.resolve("killed"), runsDone)) {
        boolean unused = process.waitFor(20, TimeUnit.MILLISECONDS);
      }
      process.destroyForcibly();
      int unused = process.waitFor();
    }
    assertThat(sweep(killed).exitCode()).isEqualTo(ExitCode.DONE);
    Configuration conf = new Configuration();
    assertThat(Observations.of(home.resolve("killed").toString(), conf))
        .isEqualTo(Observations.of(home.resolve("calm").toString(), conf));
    for (String table : List.of("curves.parquet", "prompts.parquet", "fits.parquet")) {
      assertThat(home.resolve("killed").resolve(table))
          .hasSameBinaryContentAs(home.resolve("calm").resolve(table));
    }
    for (Path run : runs(home.resolve("calm"))) {
      String part = run + "/results/part-00000.parquet";
      assertThat(Path.of(part)).hasSameBinaryContentAs(Path.of(part.replace("/calm/", "/killed/")));
    }
  }

  /** Whether so many runs have ended and one is under way. */
  private static boolean hasCome(Path out, int runsDone) throws IOException {
    if (!Files.exists(out)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(out)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      return names.stream().filter("_SUCCESS"::equals).count() >= runsDone
          && names.stream().filter("run.json"::equals).count() > runsDone;
    } catch (UncheckedIOException e) {
      return false; // Files come and go.
    }
  }
}
