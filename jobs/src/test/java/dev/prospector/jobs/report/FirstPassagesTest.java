package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.budget.Chunks;
import dev.prospector.executors.noise.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FirstPassagesTest {
  private static final int[] DRAWN = {2, 8, 1, 8, 5};
  private static final int[] FIRST = {2, 0, 1, 7, 4};

  private static double share(double[] reached) {
    return Arrays.stream(reached).average().orElseThrow();
  }

  @Test
  void whoWouldReachItIsKnownOfEverybody() {
    FirstPassages passages = new FirstPassages(DRAWN, FIRST);
    assertThat(passages.reached()).containsExactly(1, 0, 1, 1, 1);
    assertThat(passages.reachedBy(1)).containsExactly(0, 0, 1, 0, 0);
    assertThat(passages.reachedBy(3.25)).containsExactly(1, 0, 1, 0, .25);
    assertThat(passages.reachedBy(8)).isEqualTo(passages.reached());
    assertThat(passages.enough()).isEqualTo(7);
    assertThat(passages.known()).isEqualTo(8);
    assertThat(passages.meanDrawn()).isCloseTo(4.8, within(1e-12));
  }

  @Test
  void beyondThoseWhoWereGivenUpNothingIsKnown() {
    assertThat(new FirstPassages(new int[] {3, 8, 2}, new int[] {0, 0, 1}).known()).isEqualTo(3);
    assertThat(new FirstPassages(new int[] {3}, new int[] {2}).known()).isInfinite();
  }

  /**
   * Prompts with chances q: as many for everybody bring 1 − (1 − q)^j to the mark, whatever made
   * the search leave them.
   */
  @Test
  void stoppingEarlyDoesNotBiasIt() {
    int prompts = 30_000;
    int cap = 27;
    int[] drawn = new int[prompts];
    int[] first = new int[prompts];
    for (int p = 0; p < prompts; p++) {
      while (drawn[p] < cap && first[p] == 0) {
        long next = Math.min(cap, Chunks.after(drawn[p]));
        for (int i = drawn[p]; i < next; i++) {
          boolean passes = Seeds.uniform(5, "p" + p, 0, i) < chance(p);
          first[p] = passes && first[p] == 0 ? i + 1 : first[p];
        }
        drawn[p] = (int) next;
      }
    }
    FirstPassages passages = new FirstPassages(drawn, first);
    for (int j : new int[] {1, 2, 3, 6, 10, 27}) {
      double expected = 0;
      for (int p = 0; p < prompts; p++) {
        expected += (1 - Math.pow(1 - chance(p), j)) / prompts;
      }
      assertThat(share(passages.reachedBy(j))).as("%d", j).isCloseTo(expected, within(.01));
    }
    double between = (share(passages.reachedBy(6)) + share(passages.reachedBy(7))) / 2;
    assertThat(share(passages.reachedBy(6.5))).isCloseTo(between, within(1e-12));
  }

  private static double chance(int prompt) {
    return new double[] {.02, .1, .4, .9}[prompt % 4];
  }

  @Test
  void itIsToldInASentence() {
    String sentence = Saved.sentence(new FirstPassages(DRAWN, FIRST)).replace('\u00a0', ' ');
    assertThat(sentence)
        .startsWith(
            "Of these candidates 4.8 for everybody, as many as here on average, bring 60.0 %")
        .contains("dealt like this 80.0 %: 20.0 points more (95 % interval ")
        .endsWith("As many reach it with 7 for everybody.");
  }
}
