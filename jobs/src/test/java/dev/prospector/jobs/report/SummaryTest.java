package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.executors.candidate.NoiseLineage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void aHeldOutScoreThatFellBeyondItsIntervalIsWarnedOf() {
    Summary summary = summary(new double[] {0.5, -0.20}, 0.01);
    assertThat(summary.warnings())
        .singleElement()
        .asString()
        .startsWith("detector rose by 50.0\u00a0points, composition fell by 20.0\u00a0points")
        .contains("−20.8\u00a0…\u00a0−19.2\u00a0points")
        .endsWith("the search is exploiting its verifier.");
    assertThat(summary.result()).startsWith("The composition score (held out) fell from 50.0");
  }

  @Test
  void aHeldOutScoreThatFellWithinItsIntervalIsNot() {
    Summary summary = summary(new double[] {0.5, -0.02}, 0.1);
    assertThat(summary.warnings()).isEmpty();
    assertThat(summary.result())
        .startsWith("The composition score (held out) did not change measurably");
  }

  /** Ten prompts that all start at 0.5; gains by verifier, spread around their mean. */
  private static Summary summary(double[] gains, double spread) {
    List<PromptResult> prompts = new ArrayList<>();
    for (int p = 0; p < 10; p++) {
      double around = p % 2 == 0 ? spread : -spread;
      prompts.add(
          new PromptResult(
              "p" + p,
              "x",
              null,
              List.of(0.5, 0.5),
              List.of(0.5 + gains[0], 0.5 + gains[1] + around),
              NoiseLineage.fresh(p),
              96));
    }
    RunResults findings =
        new RunResults(
            List.of("detector", "composition"),
            1,
            List.of(Scale.PERCENT, Scale.PERCENT),
            1,
            prompts,
            List.of());
    return new Summary(run(null), findings, 16);
  }

  /** A run that failed for a reason, or none if there is none. */
  static RunRecord run(String failure) {
    return new RunRecord(
        RunRecord.FORMAT,
        failure == null ? RunRecord.Status.DONE : RunRecord.Status.FAILED,
        failure,
        "f",
        new RunRecord.Bundle("m", Map.of()),
        new RunRecord.Prompts(24, "00"),
        1,
        "random",
        320,
        new RunRecord.Verifiers("detector", List.of("detector"), List.of("composition")),
        RunRecord.Totals.NONE,
        null,
        Map.of(),
        JsonNodeFactory.instance.objectNode(),
        null);
  }
}
