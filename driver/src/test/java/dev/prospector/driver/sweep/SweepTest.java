package dev.prospector.driver.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.sweep.PlannedRun.State;
import dev.prospector.driver.sweep.SweepSpec.ListedPool;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.Models;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  private static final List<Prompt> PROMPTS =
      List.of(
          new Prompt(0, "a", "a red circle"),
          new Prompt(1, "b", "two blue squares"),
          new Prompt(2, "c", "a green cross left of a blue square"));

  private static final SearchSpec BASE =
      SearchSpec.builder()
          .bundle("shapes-s")
          .steps(2)
          .batch(4)
          .verifier("detector")
          .heldOut("match", "composition")
          .build();

  private static JavaSparkContext spark;

  @TempDir Path temporary;

  @BeforeAll
  static void open() {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("sweep")
            .set("spark.scheduler.mode", "FAIR");
    spark = new JavaSparkContext(Prospector.configure(conf));
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  private static Arm arm(String name, SearchSpec spec) {
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put("candidates", String.valueOf(spec.spending().candidates().orElse(0)));
    settings.put("algorithm", spec.target().algorithm());
    return new Arm(name, settings, spec);
  }

  private static Arm random(long candidates, String verifier) {
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

  private static final Arm ROUNDS =
      arm("zero-order", BASE.toBuilder().algorithm("zero-order").candidates(5).build());

  private static final List<Arm> ARMS =
      List.of(
          random(1, "detector"),
          random(3, "detector"),
          random(6, "detector"),
          random(6, "match"),
          random(4, "ensemble(detector,match)"),
          random(6, "ensemble(detector,match)"),
          ROUNDS);

  private String out(String name) {
    return temporary.resolve(name).toString();
  }

  private static SweepPlan plan(SweepSpec sweep, String out) {
    Problems problems = new Problems();
    Optional<SweepPlan> plan =
        new SweepPlanner(new Configuration()).plan(sweep, PROMPTS, out, problems);
    problems.throwIfAny();
    return plan.orElseThrow();
  }

  private static SweepOutcome run(SweepSpec sweep, String out) {
    return Sweep.of(spark, plan(sweep, out), PROMPTS).run();
  }

  private static Map<String, Observation> observed(String out) throws IOException {
    return Observations.of(out, new Configuration()).stream()
        .collect(Collectors.toMap(one -> one.arm() + " " + one.metric(), one -> one));
  }

  private static SweepSpec of(List<Arm> arms, boolean share) {
    return new SweepSpec(arms, share, List.of());
  }

  @Test
  void armsThatShareFindWhatTheyFindAlone() throws IOException {
    String shared = out("shared");
    String alone = out("alone");
    SweepPlan plan = plan(of(ARMS, true), shared);
    assertThat(plan.derived()).isEqualTo(6);
    assertThat(plan.runs()).hasSize(2);
    assertThat(plan.nfe()).isEqualTo(3 * (6 + 5) * 2);
    assertThat(plan.nfeAlone()).isEqualTo(3 * (1 + 3 + 6 + 6 + 4 + 6 + 5) * 2);
    assertThat(run(of(ARMS, true), shared).failed()).isEmpty();
    assertThat(run(of(ARMS, false), alone).failed()).isEmpty();

    Map<String, Observation> one = observed(shared);
    Map<String, Observation> other = observed(alone);
    assertThat(one.keySet())
        .isEqualTo(
            other.keySet().stream()
                .filter(key -> !key.endsWith(Observation.VENDI) || key.startsWith("zero-order"))
                .collect(Collectors.toSet()));
    for (Arm arm : ARMS) {
      Observation told = one.get(arm.name() + " " + Observation.SEARCHED);
      Observation found = other.get(arm.name() + " " + Observation.SEARCHED);
      assertThat(told.derived()).isEqualTo(!arm.equals(ROUNDS));
      assertThat(found.derived()).isFalse();
      assertThat(told.nfe()).isEqualTo(found.nfe());
      assertThat(told.candidates()).isEqualTo(found.candidates());
      if (arm.name().contains("-6-")
          || arm.equals(ROUNDS)) { // All of the pool: nothing is left to chance.
        assertThat(told.byPrompt()).containsExactly(found.byPrompt(), within(1e-12));
      }
    }
    for (String metric : List.of("detector", "match", "composition", "right:composition")) {
      assertThat(one.get("random-6-match " + metric).byPrompt())
          .containsExactly(other.get("random-6-match " + metric).byPrompt(), within(1e-12));
    }
  }

  @Test
  void aPoolTellsTheMeanOverAllOfItsSubsets() throws IOException {
    String out = out("subsets");
    List<Arm> arms = List.of(random(2, "detector"), random(4, "detector"));
    assertThat(run(of(arms, true), out).failed()).isEmpty();
    SweepPlan again = plan(of(arms, true), out);
    assertThat(again.open()).isEmpty();
    List<List<Double>> draws = LoggedScores.of(again.runs().get(0).directory(), "detector");
    double[] told = observed(out).get("random-2-detector searched").byPrompt();
    for (int p = 0; p < PROMPTS.size(); p++) {
      List<Double> scores = draws.get(p);
      double sum = 0;
      for (int i = 0; i < 4; i++) {
        for (int j = i + 1; j < 4; j++) {
          sum += Math.max(scores.get(i), scores.get(j));
        }
      }
      assertThat(told[p]).isCloseTo(sum / 6, within(1e-12));
    }
  }

  @Test
  void aPoolOnTheDiskServesTheNextSweepAndRunsOfOthersTellNothing() throws IOException {
    String first = out("first");
    assertThat(run(of(List.of(random(2, "detector"), random(4, "detector")), true), first).failed())
        .isEmpty();
    String pool =
        plan(of(List.of(random(2, "detector"), random(4, "detector")), true), first)
            .runs()
            .get(0)
            .directory();
    List<ListedPool> listed = List.of(new ListedPool(pool, "sweep.conf: line 3"));
    SweepPlan next =
        plan(
            new SweepSpec(List.of(random(3, "match"), random(8, "match")), true, listed),
            out("second"));
    assertThat(next.derived()).isEqualTo(1);
    assertThat(next.open()).extracting(PlannedRun::name).containsExactly("random-8-match");

    Arm other = arm("other", BASE.toBuilder().bundle("shapes-b").candidates(2).build());
    assertThatThrownBy(() -> plan(new SweepSpec(List.of(other), true, listed), out("third")))
        .hasMessageContaining("sweep.conf: line 3: " + pool + " tells of no arm: ")
        .hasMessageContaining("sha256 of the bundle's denoiser");
    assertThatThrownBy(
            () ->
                plan(
                    new SweepSpec(
                        List.of(other), true, List.of(new ListedPool(out("none"), "here"))),
                    out("third")))
        .hasMessage(
            "here: %s is no run that has ended and is whole, expected one by algorithm random"
                .formatted(out("none")));
  }

  @Test
  void aSweepThatWasStoppedGoesOnAndEndsAsIfItHadNotBeen() throws IOException {
    String calm = out("calm");
    String disturbed = out("disturbed");
    List<Arm> arms = new ArrayList<>(ARMS);
    arms.add(arm("paths", BASE.toBuilder().algorithm("paths").steps(8).candidates(6).build()));
    assertThat(run(of(arms, true), calm).failed()).isEmpty();

    Set<String> ended = new ConcurrentSkipListSet<>();
    CompletableFuture<Sweep> itself = new CompletableFuture<>();
    Sweep sweep =
        Sweep.of(spark, plan(of(arms, true), disturbed), PROMPTS)
            .atOnce(2)
            .listener(
                new SweepListener() {
                  @Override
                  public void ended(PlannedRun run, long failed, Optional<String> failure) {
                    if (failure.isEmpty()) {
                      ended.add(run.name());
                      itself.join().cancel();
                    }
                  }
                });
    itself.complete(sweep);
    assertThatThrownBy(sweep::run).isInstanceOf(CancellationException.class);
    assertThat(ended).isNotEmpty();

    SweepPlan rest = plan(of(arms, true), disturbed);
    assertThat(rest.runs().stream().filter(run -> run.state() == State.DONE))
        .extracting(PlannedRun::name)
        .containsExactlyInAnyOrderElementsOf(ended);
    Set<String> begun = new ConcurrentSkipListSet<>();
    SweepOutcome outcome =
        Sweep.of(spark, rest, PROMPTS)
            .listener(
                new SweepListener() {
                  @Override
                  public RunListener begins(PlannedRun run) {
                    begun.add(run.name());
                    return new RunListener() {};
                  }
                })
            .run();
    assertThat(outcome.failed()).isEmpty();
    assertThat(begun).doesNotContainAnyElementsOf(ended);
    assertThat(plan(of(arms, true), disturbed).open()).isEmpty();
    assertThat(Observations.of(disturbed, new Configuration()))
        .isEqualTo(Observations.of(calm, new Configuration()));
    for (PlannedRun run : rest.runs()) {
      Path here = Path.of(run.directory()).resolve("results/part-00000.parquet");
      assertThat(here)
          .hasSameBinaryContentAs(Path.of(calm).resolve(Path.of(disturbed).relativize(here)));
    }
  }

  @Test
  void aRunThatFailsLeavesTheOthersAndIsTriedAgain() throws IOException {
    String out = out("failing");
    Path inTheWay = Path.of(out, "arms", "zero-order");
    List<Arm> arms = List.of(random(1, "detector"), ROUNDS);
    SweepPlan plan = plan(of(arms, true), out);
    Files.createDirectories(inTheWay.getParent());
    Files.writeString(inTheWay, "a file");
    SweepOutcome outcome = Sweep.of(spark, plan, PROMPTS).run();
    assertThat(outcome.failed()).containsOnlyKeys("zero-order");
    assertThat(outcome.failed().get("zero-order")).contains("is a file or holds other files");
    assertThat(observed(out)).containsKey("random-1-detector searched");
    assertThat(observed(out)).doesNotContainKey("zero-order searched");
    Files.delete(inTheWay);
    assertThat(plan(of(arms, true), out).open())
        .extracting(PlannedRun::name)
        .containsExactly("zero-order");
    assertThat(run(of(arms, true), out).failed()).isEmpty();
  }

  @Test
  void twentyFourArmsOverOneModelLoadItOnce() {
    List<Arm> arms = new ArrayList<>();
    for (int seed = 0; seed < 24; seed++) {
      SearchSpec spec =
          BASE.toBuilder().candidates(1).steps(1).seed(seed).guidance(1 + seed % 3).build();
      arms.add(arm("seed-" + seed, spec));
    }
    Prospector.on(spark).releaseIdle();
    long before = Models.ofJvm().counts().loads();
    assertThat(run(of(arms, true), out("many")).failed()).isEmpty();
    assertThat(Models.ofJvm().counts().loads()).isEqualTo(before + 1);
    assertThat(plan(of(arms, true), out("many")).open()).isEmpty();
  }

  /** Reads the scores by one verifier of a log's candidates, by prompt. */
  private static final class LoggedScores {
    static List<List<Double>> of(String run, String verifier) {
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
}
