package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.sweep.Observation;
import dev.prospector.driver.sweep.Observations;
import dev.prospector.jobs.track.TrackingProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against MLflow's own server, read back by its own client. */
class SweepMlflowTest {
  /** An arm a line: what it is, then what it came to, then its curve, then its files. */
  private static final String RUNS =
      """
found = client.get_experiment_by_name(sys.argv[2])
for run in sorted(client.search_runs([found.experiment_id]), key=lambda run: run.info.run_name):
    tags, metrics, id = run.data.tags, run.data.metrics, run.info.run_id
    curve = client.get_metric_history(id, "best/detector")
    print(run.info.run_name, run.info.status, tags["prospector.derived"],
          tags["prospector.arm"], tags["prospector.run"].rsplit("/", 2)[1], tags["prospector.version"] != "unknown",
          sorted(run.data.params.items()), run.info.end_time >= run.info.start_time > 1.7e12,
          "%.6f %.6f" % (metrics["mean/searched"], metrics["mean/match"]), metrics["nfe"], metrics["nfe_total"],
          metrics["candidates"], metrics.get("seconds", 0) > 0,
          [point.step for point in curve], "%.6f" % curve[-1].value if curve else "-",
          [file.path for file in client.list_artifacts(id)], sep="|")
""";

  /** As if the process had died before the last request. */
  private static final String FORGET =
      """
found = client.get_experiment_by_name(sys.argv[2])
for run in client.search_runs([found.experiment_id]):
    client.delete_tag(run.info.run_id, "prospector.logged")
    page = client.download_artifacts(run.info.run_id, "") if run.data.tags["prospector.derived"] == "false" else ""
    if page:
        print(open(page + "/report.html", encoding="utf-8").read() == open(sys.argv[3], encoding="utf-8").read())
""";

  @TempDir Path home;

  private Path config() throws IOException {
    return Files.writeString(
        home.resolve("sweep.conf"),
        """
        out = "%s"
        mlflow = "http://127.0.0.1:%d"
        base {
          prompt = [a red circle, two blue squares]
          bundle = shapes-s
          steps = 2
          verifier = detector
          held-out = [match]
        }
        axes { algorithm = [random, zero-order], candidates = [1, 6] }
        exclude = [{ algorithm = zero-order, candidates = 1 }]
        """
            .formatted(home.resolve("it's my sweep"), TrackingProcess.freePort()));
  }

  /** The last line that a sweep says. */
  private static String sweep(int exitCode, Path config, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("sweep", "--config=" + config, "--master=local[2]"));
    arguments.addAll(List.of(more));
    PrintStream terminal = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
      assertThat(run.exitCode()).as(said + String.join("\n", run.errors())).isEqualTo(exitCode);
    } finally {
      System.setErr(terminal);
    }
    List<String> lines =
        said.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("prospector: "))
            .toList();
    return lines.get(lines.size() - 1);
  }

  /** What it is to say of an arm, by what is read from the run's directory. */
  private static String mean(List<Observation> observations, String arm, String metric) {
    return observations.stream()
        .filter(one -> one.arm().equals(arm) && one.metric().equals(metric))
        .map(one -> String.format(Locale.ROOT, "%.6f", one.mean()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void armsAreRunsOfAnExperimentOnceHoweverOftenTheyAreLogged() throws Exception {
    try (TrackingProcess server = TrackingProcess.start(home)) {
      Path config = config();
      Path out = home.resolve("it's my sweep");
      assertThat(sweep(ExitCode.FAILED, config))
          .matches(
              "prospector: failed: 0 of 3 arms are logged to http://127.0.0.1:\\d+: GET http://.*:"
                  + " the call failed .*; the same command logs the others");
      assertThat(out.resolve("sweep.html")).exists();

      assertThat(sweep(ExitCode.DONE, config, "--mlflow=" + server.uri() + "/"))
          .endsWith("experiment it's my sweep: 3 arms logged, 0 there already");
      List<Observation> found = Observations.of(out.toString(), new Configuration());
      List<String> runs = server.ask(RUNS, "it's my sweep");
      String random = "random_candidates-";
      String zero = "zero-order_candidates-6";
      assertThat(runs)
          .hasSize(3)
          .satisfiesExactly(
              one ->
                  assertThat(one)
                      .startsWith(random + "1|FINISHED|true|" + random + "1|pools|True|")
                      .contains("[('algorithm', 'random'), ('candidates', '1')]|True|")
                      .contains(mean(found, random + "1", Observation.SEARCHED))
                      .endsWith("|2.0|4.0|1.0|False|[]|-|[]"),
              six -> assertThat(six).startsWith(random + "6|FINISHED|true|").endsWith("|[]|-|[]"),
              itself ->
                  assertThat(itself)
                      .startsWith(zero + "|FINISHED|false|" + zero + "|arms|True|")
                      .contains(
                          "|%s %s|12.0|24.0|6.0|True|"
                              .formatted(mean(found, zero, "searched"), mean(found, zero, "match")))
                      .endsWith("|%s|['report.html']".formatted(mean(found, zero, "detector"))));
      // It is the mean NFE when a round was over: more from round to round, all of it at the end.
      assertThat(steps(runs.get(2))).hasSizeGreaterThan(1).isSorted().doesNotHaveDuplicates();
      assertThat(steps(runs.get(2))).last().isEqualTo(12L);

      assertThat(sweep(ExitCode.DONE, config, "--mlflow=" + server.uri()))
          .endsWith(": 0 arms logged, 3 there already");
      Path page = out.resolve("arms").resolve(zero).resolve("report.html");
      assertThat(server.ask(FORGET, "it's my sweep", page.toString())).containsExactly("True");
      assertThat(sweep(ExitCode.DONE, config, "--mlflow=" + server.uri()))
          .endsWith(": 3 arms logged, 0 there already");
      assertThat(server.ask(RUNS, "it's my sweep")).isEqualTo(runs);
    }
  }

  private static List<Long> steps(String run) {
    String steps = run.replaceFirst("^.*\\|\\[([0-9, ]*)\\]\\|[^|]*\\|[^|]*$", "$1");
    return List.of(steps.split(", ")).stream().map(Long::valueOf).toList();
  }
}
