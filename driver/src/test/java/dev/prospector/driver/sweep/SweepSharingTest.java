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
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.sweep.SweepSpec.ListedPool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arms that are told from candidates of others. */
class SweepSharingTest {
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
  void armsThatShareFindWhatTheyFindAlone() throws IOException {
    String shared = out("shared");
    String alone = out("alone");
    SweepPlan plan = plan(sweep(ARMS, true), shared);
    assertThat(plan.derived()).isEqualTo(6);
    assertThat(plan.runs()).hasSize(2);
    assertThat(plan.nfe()).isEqualTo(3 * (6 + 5) * 2);
    assertThat(plan.nfeAlone()).isEqualTo(3 * (1 + 3 + 6 + 6 + 4 + 6 + 5) * 2);
    assertThat(run(sweep(ARMS, true), shared).failed()).isEmpty();
    assertThat(run(sweep(ARMS, false), alone).failed()).isEmpty();

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
  void anArmThatRunsAnywayTellsOfOthersThatItHasCandidatesFor() throws IOException {
    List<Arm> arms =
        List.of(
            random(2, "detector"),
            random(3, "detector"),
            random(4, "detector"),
            random(4, "match"),
            random(6, "detector"),
            random(6, "match"));
    SweepSpec sweep =
        new SweepSpec(arms, true, Set.of("random-4-detector", "random-3-detector"), List.of());
    String out = out("anyway");
    SweepPlan plan = plan(sweep, out);
    assertThat(plan.derived()).isEqualTo(4);
    assertThat(plan.runs())
        .extracting(PlannedRun::name, PlannedRun::serves)
        .contains(tuple("random-4-detector", 2), tuple("random-3-detector", 0));
    assertThat(plan.nfe()).isEqualTo(3 * (3 + 4 + 6) * 2);
    assertThat(run(sweep, out).failed()).isEmpty();
    assertThat(plan(sweep, out).open()).isEmpty();
    Map<String, Observation> found = observed(out);
    assertThat(found.get("random-4-match searched").derived()).isTrue();
    assertThat(found.get("random-3-detector searched").derived()).isFalse();
    assertThat(found).containsKey("random-4-detector " + Observation.VENDI);
  }

  @Test
  void aPoolTellsTheMeanOverAllOfItsSubsets() throws IOException {
    String out = out("subsets");
    List<Arm> arms = List.of(random(2, "detector"), random(4, "detector"));
    assertThat(run(sweep(arms, true), out).failed()).isEmpty();
    SweepPlan again = plan(sweep(arms, true), out);
    assertThat(again.open()).isEmpty();
    List<List<Double>> draws = SmallSweeps.scores(again.runs().get(0).directory(), "detector");
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
  void whatAnArmWasToldFromHasToTellOfItStill() throws IOException {
    String out = out("changed");
    List<Arm> arms = List.of(random(2, "detector"), random(4, "detector"));
    assertThat(run(sweep(arms, true), out).failed()).isEmpty();
    Arm same = arms.get(0);
    Arm changed = arm(same.name(), same.spec().toBuilder().seed(7).build());
    assertThatThrownBy(() -> plan(sweep(List.of(changed, arms.get(1)), true), out))
        .hasMessageContaining("pools/")
        .hasMessageContaining("told of it before and can't now: seed: the run has 0, now it is 7");
    assertThat(plan(sweep(arms, true), out).open()).isEmpty();
  }

  @Test
  void aPoolOnTheDiskServesTheNextSweepAndRunsOfOthersTellNothing() throws IOException {
    String first = out("first");
    assertThat(
            run(sweep(List.of(random(2, "detector"), random(4, "detector")), true), first).failed())
        .isEmpty();
    String pool =
        plan(sweep(List.of(random(2, "detector"), random(4, "detector")), true), first)
            .runs()
            .get(0)
            .directory();
    List<ListedPool> listed = List.of(new ListedPool(pool, "sweep.conf: line 3"));
    SweepPlan next =
        plan(
            new SweepSpec(List.of(random(3, "match"), random(8, "match")), true, Set.of(), listed),
            out("second"));
    assertThat(next.derived()).isEqualTo(1);
    assertThat(next.open()).extracting(PlannedRun::name).containsExactly("random-8-match");

    Arm other = arm("other", BASE.toBuilder().bundle("shapes-b").candidates(2).build());
    assertThatThrownBy(
            () -> plan(new SweepSpec(List.of(other), true, Set.of(), listed), out("third")))
        .hasMessageContaining("sweep.conf: line 3: " + pool + " tells of no arm: ")
        .hasMessageContaining("bundle: the run has shapes-s, now it is shapes-b");
    assertThatThrownBy(
            () ->
                plan(
                    new SweepSpec(
                        List.of(other),
                        true,
                        Set.of(),
                        List.of(new ListedPool(out("none"), "here"))),
                    out("third")))
        .hasMessage(
            "here: %s is no run that has ended and is whole, expected one by algorithm random"
                .formatted(out("none")));
  }
}
