package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.scaling.ScalingCosts;
import dev.prospector.driver.sweep.Expenses;
import dev.prospector.driver.sweep.Observation;
import dev.prospector.jobs.plot.Mark;
import dev.prospector.jobs.plot.Plot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SweptArmsTest {
  private static final int PROMPTS = 10;
  private static final double SMALL = 2e6;
  private static final double LARGE = 9e6;

  /**
   * Best of 4 by a small model is better than one sample of a large one, and takes 4 times 12 NFE.
   */
  private static final List<Observation> BOTH =
      List.of(arm("large", 12, .7), arm("small-4", 48, .8), arm("small", 12, .5));

  private static final Map<String, Double> FLOPS =
      Map.of(
          "large", 12 * LARGE * PROMPTS,
          "small-4", 48 * SMALL * PROMPTS,
          "small", 12 * SMALL * PROMPTS);

  private static Observation arm(String name, long nfe, double score) {
    double[] byPrompt = new double[PROMPTS];
    Arrays.fill(byPrompt, score);
    return new Observation(
        name, new TreeMap<>(), nfe * PROMPTS, nfe / 12.0, "detector", byPrompt, false);
  }

  private static SweptArms arms(Map<String, Double> flops) {
    List<SweptMetric> metrics = SweptMetric.of(BOTH);
    Expenses expenses = new Expenses(Map.of(), flops);
    return new SweptArms(BOTH, metrics, ScalingCosts.of(BOTH, expenses, OptionalDouble.empty()));
  }

  private static List<Double> front(Plot plot) {
    return plot.lines().get(1).measured().stream().map(Mark::x).toList();
  }

  @Test
  void whatIsDearInNfeMayBeCheapInOperations() {
    SweptArms arms = arms(FLOPS);
    SweptMetric metric = new SweptMetric("detector");
    assertThat(front(arms.againstNfe(metric).orElseThrow())).containsExactly(12.0, 48.0);
    // 24, 96 and 108 millions: the large model is dearer than four of the small one, and worse.
    Plot plot = arms.againstFlops(metric).orElseThrow();
    assertThat(plot.x()).isEqualTo("MFLOPs per prompt");
    assertThat(front(plot)).containsExactly(24.0, 96.0);
    assertThat(arms.unknownFlops()).isEmpty();
    assertThat(arms.table().toString()).contains("MFLOPs per prompt").contains(">108<");
  }

  @Test
  void whereAnArmsOperationsAreNotKnownNothingIsDrawnAgainstThem() {
    Map<String, Double> known = new TreeMap<>(FLOPS);
    known.remove("large");
    SweptArms arms = arms(known);
    assertThat(arms.againstFlops(new SweptMetric("detector"))).isEmpty();
    assertThat(arms.unknownFlops().orElseThrow()).contains("those of 1 of 3 arms are not known");
    assertThat(arms.table().toString()).contains("MFLOPs per prompt").contains(">–<");
    assertThat(arms(Map.of()).table().toString()).doesNotContain("FLOPs");
  }

  @Test
  void theUnitIsTheLargestOfWhichTheLeastHasOne() {
    assertThat(FlopsUnit.of(DoubleStream.of(5e15, 2e12)).name()).isEqualTo("TFLOPs");
    assertThat(FlopsUnit.of(DoubleStream.of(0, 999)).name()).isEqualTo("FLOPs");
    assertThat(FlopsUnit.of(DoubleStream.of(1000)).of(1500)).isEqualTo(1.5);
    assertThat(FlopsUnit.of(DoubleStream.of(1e30)).name()).isEqualTo("EFLOPs");
    assertThat(FlopsUnit.of(DoubleStream.empty()).of(3)).isEqualTo(3);
  }
}
