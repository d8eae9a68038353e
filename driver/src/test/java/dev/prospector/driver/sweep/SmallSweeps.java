package dev.prospector.driver.sweep;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Small sweeps over the small model, and what tests ask of them. */
final class SmallSweeps {
  static final List<Prompt> PROMPTS =
      List.of(
          new Prompt(0, "a", "a red circle"),
          new Prompt(1, "b", "two blue squares"),
          new Prompt(2, "c", "a green cross left of a blue square"));

  static final SearchSpec BASE =
      SearchSpec.builder()
          .bundle("shapes-s")
          .steps(2)
          .batch(4)
          .verifier("detector")
          .heldOut("match", "composition")
          .build();

  static final Arm ROUNDS =
      arm("zero-order", BASE.toBuilder().algorithm("zero-order").candidates(5).build());

  static final List<Arm> ARMS =
      List.of(
          random(1, "detector"),
          random(3, "detector"),
          random(6, "detector"),
          random(6, "match"),
          random(4, "ensemble(detector,match)"),
          random(6, "ensemble(detector,match)"),
          ROUNDS);

  private SmallSweeps() {}

  /** A context that takes turns between runs. */
  static JavaSparkContext context() {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("sweep")
            .set("spark.scheduler.mode", "FAIR");
    return new JavaSparkContext(Prospector.configure(conf));
  }

  static Arm arm(String name, SearchSpec spec) {
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put("candidates", String.valueOf(spec.spending().candidates().orElse(0)));
    settings.put("algorithm", spec.target().algorithm());
    return new Arm(name, settings, spec);
  }

  static Arm random(long candidates, String verifier) {
    List<String> watching = new ArrayList<>(List.of("detector", "match", "composition"));
    watching.removeIf(verifier::contains);
    return arm(
        "random-%d-%s".formatted(candidates, verifier.replaceAll("[(),]", "-")),
        BASE.toBuilder()
            .candidates(candidates)
            .verifier(verifier)
            .heldOut(watching.toArray(String[]::new))
            .build());
  }

  static SweepPlan plan(SweepSpec sweep, String out) {
    Problems problems = new Problems();
    Optional<SweepPlan> plan =
        new SweepPlanner(new Configuration()).plan(sweep, PROMPTS, out, problems);
    problems.throwIfAny();
    return plan.orElseThrow();
  }

  static SweepOutcome run(JavaSparkContext spark, SweepSpec sweep, String out) {
    return Sweep.of(spark, plan(sweep, out), PROMPTS).run();
  }

  static Map<String, Observation> observed(String out) throws IOException {
    return Observations.of(out, new Configuration()).stream()
        .collect(Collectors.toMap(one -> one.arm() + " " + one.metric(), one -> one));
  }

  static SweepSpec sweep(List<Arm> arms, boolean share) {
    return new SweepSpec(arms, share, Set.of(), List.of());
  }

  /** The scores by one verifier of a log's candidates, by prompt. */
  static List<List<Double>> scores(String run, String verifier) {
    try {
      var directory = new RunDirectory(new org.apache.hadoop.fs.Path(run));
      List<List<Double>> all = new ArrayList<>();
      for (Prompt unused : PROMPTS) {
        all.add(new ArrayList<>());
      }
      Configuration conf = new Configuration();
      for (var log : RunCommits.of(directory, conf).logs()) {
        int column = RoundLog.verifiers(log, conf).indexOf(verifier);
        try (var rows = RoundLog.read(log, conf)) {
          while (rows.hasNext()) {
            var row = rows.next();
            all.get("abc".indexOf(row.promptId())).add(row.scores().of(column));
          }
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
