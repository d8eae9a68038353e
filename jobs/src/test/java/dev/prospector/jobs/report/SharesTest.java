package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.executors.candidate.NoiseLineage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static final Dealing DEALT = new Dealing("", 0, 4, 0, 0, "");

  /** Ten prompts, the first one the hardest; odd ones are of another category. */
  private static RunResults results(int prompts) {
    List<PromptResult> all =
        IntStream.range(0, prompts)
            .mapToObj(
                p ->
                    new PromptResult(
                        "p" + p,
                        "x",
                        p % 2 == 0 ? "even" : "odd",
                        List.of(p / 10.0),
                        List.of(p / 10.0 + 1),
                        NoiseLineage.fresh(p),
                        120 - 12L * p))
            .toList();
    return new RunResults(List.of("detector"), 1, List.of(Scale.of("x")), 1, all, List.of());
  }

  @Test
  void barsAreMeansOfWhatPromptsGot() {
    String page = Shares.of(results(10), DEALT).toString();
    assertThat(page)
        .contains("hardest fifth</dt>", "114; ", "easiest fifth</dt>", "18; ")
        .contains("even</dt>", "72; ", "odd</dt>", "60; ")
        .containsOnlyOnce("hardest fifth")
        .contains("width:60%");
  }

  @Test
  void groupsOfNobodyAreNotShown() {
    assertThat(Shares.of(results(1), DEALT).toString()).doesNotContain("<dl");
    assertThat(Shares.of(results(0), DEALT).toString()).isEmpty();
  }

  @Test
  void whereEverybodyHadTheSameThereIsNothingToSay() {
    assertThat(Shares.of(results(10), new Dealing("", 0, 0, 0, 0, "")).toString()).isEmpty();
  }

  @Test
  void dealingIsToldInAFewWords() {
    assertThat(new Dealing("", 0, 4.5, 0, .001, "").words())
        .isEqualTo("4.5 candidates on average, at a price of 0.001");
    assertThat(new Dealing("a>=1", .1, 0, 0, 0, "").words()).isEqualTo("until a>=1");
    assertThat(new Dealing("", 0, 0, 12000, 0, "").words()).isEqualTo("12,000 NFE in all");
    assertThat(new Dealing("", 0, 0, 0, 0, "b").words()).isEqualTo("until b falls");
  }
}
