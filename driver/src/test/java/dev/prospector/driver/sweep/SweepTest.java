package dev.prospector.driver.sweep;

import static dev.prospector.driver.sweep.SmallSweeps.ARMS;
import static dev.prospector.driver.sweep.SmallSweeps.BASE;
import static dev.prospector.driver.sweep.SmallSweeps.PROMPTS;
import static dev.prospector.driver.sweep.SmallSweeps.ROUNDS;
import static dev.prospector.driver.sweep.SmallSweeps.arm;
import static dev.prospector.driver.sweep.SmallSweeps.observed;
import static dev.prospector.driver.sweep.SmallSweeps.plan;
import static dev.prospector.driver.sweep.SmallSweeps.random;
import static dev.prospector.driver.sweep.SmallSweeps.sweep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.sweep.PlannedRun.State;
import dev.prospector.executors.engine.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  private static JavaSparkContext spark;

  @TempDir Path temporary;

  @BeforeAll
  static void open() {
    spark = SmallSweeps.context();
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  private String out(String name) {
    return temporary.resolve(name).toString();
  }

  private static SweepOutcome run(SweepSpec sweep, String out) {
    return SmallSweeps.run(spark, sweep, out);
  }

  @Test
  void aSweepThatWasStoppedGoesOnAndEndsAsIfItHadNotBeen() throws IOException {
    String calm = out("calm");
    String disturbed = out("disturbed");
    List<Arm> arms = new ArrayList<>(ARMS);
    arms.add(arm("paths", BASE.toBuilder().algorithm("paths").steps(8).candidates(6).build()));
    assertThat(run(sweep(arms, true), calm).failed()).isEmpty();

    Set<String> ended = new ConcurrentSkipListSet<>();
    CompletableFuture<Sweep> itself = new CompletableFuture<>();
    Sweep sweep =
        Sweep.of(spark, plan(sweep(arms, true), disturbed), PROMPTS)
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

    SweepPlan rest = plan(sweep(arms, true), disturbed);
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
    assertThat(plan(sweep(arms, true), disturbed).open()).isEmpty();
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
    SweepPlan plan = plan(sweep(arms, true), out);
    Files.createDirectories(inTheWay.getParent());
    Files.writeString(inTheWay, "a file");
    SweepOutcome outcome = Sweep.of(spark, plan, PROMPTS).run();
    assertThat(outcome.failed()).containsOnlyKeys("zero-order");
    assertThat(outcome.failed().get("zero-order")).contains("is a file or holds other files");
    assertThat(observed(out)).containsKey("random-1-detector searched");
    assertThat(observed(out)).doesNotContainKey("zero-order searched");
    Files.delete(inTheWay);
    assertThat(plan(sweep(arms, true), out).open())
        .extracting(PlannedRun::name)
        .containsExactly("zero-order");
    assertThat(run(sweep(arms, true), out).failed()).isEmpty();
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
    assertThat(run(sweep(arms, true), out("many")).failed()).isEmpty();
    assertThat(Models.ofJvm().counts().loads()).isEqualTo(before + 1);
    assertThat(plan(sweep(arms, true), out("many")).open()).isEmpty();
  }
}
