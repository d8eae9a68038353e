package dev.prospector.driver.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class BetaBinomialTest {
  private static final PassRate RATE = new PassRate(1.2, .9);

  /** Of so many of n that pass: C(n, s) B(a + s, b + n − s) / B(a, b), by its recurrence in s. */
  private static double[] chances(PassRate rate, int n) {
    double[] chances = new double[n + 1];
    chances[0] = rate.survives(n);
    for (int s = 0; s < n; s++) {
      double next = (double) (n - s) / (s + 1) * (rate.a() + s) / (rate.b() + n - s - 1);
      chances[s + 1] = chances[s] * next;
    }
    return chances;
  }

  @Test
  void countsOfAKnownRateGiveItBack() {
    double[] chances = chances(RATE, 16);
    assertThat(java.util.Arrays.stream(chances).sum()).isCloseTo(1, within(1e-12));
    int[] prompts = new int[17];
    for (int s = 0; s <= 16; s++) {
      prompts[s] = (int) Math.round(100_000 * chances[s]);
    }
    PassRate fitted = PassRate.ofCounts(prompts);
    double step = Math.pow(1000, 1 / 39.0); // of the grid
    assertThat(fitted.a()).isBetween(RATE.a() / step, RATE.a() * step);
    assertThat(fitted.b()).isBetween(RATE.b() / step, RATE.b() * step);
  }

  @Test
  void whatIsKnownOfAPromptIsBayes() {
    assertThat(RATE.after(0, 5).survives(3))
        .as("8 of 8 fail, given that 5 of 5 did")
        .isCloseTo(RATE.survives(8) / RATE.survives(5), within(1e-12));
    assertThat(RATE.after(0, 5).nextPasses(0)).isCloseTo(RATE.nextPasses(5), within(1e-12));
  }

  @Test
  void beyondTheLogASearchGoesOnInItsOwnRounds() {
    UntilMark until = new UntilMark(Mark.parse("d>=1"), List.of("d"), 12, 0);
    BeyondLog whole = BeyondLog.of(until, RATE, 0, 5);
    assertThat(whole.candidates())
        .as("in all 1, 2, 3 and 5 candidates")
        .isCloseTo(1 + RATE.survives(1) + RATE.survives(2) + 2 * RATE.survives(3), within(1e-12));
    assertThat(whole.reaches()).isCloseTo(1 - RATE.survives(5), within(1e-12));
    BeyondLog half = BeyondLog.of(until, RATE, 3, 5);
    assertThat(half.candidates()).isEqualTo(2);
    assertThat(half.reaches()).isCloseTo(1 - RATE.survives(5) / RATE.survives(3), within(1e-12));
  }

  @Test
  void beyondTheLogWhoIsUnlikelyToReachItIsGivenUp() {
    double chance = RATE.nextPasses(8);
    UntilMark until = new UntilMark(Mark.parse("d>=1"), List.of("d"), 12, chance);
    assertThat(BeyondLog.of(until, RATE, 8, 1000).candidates()).isEqualTo(4);
    assertThat(BeyondLog.of(until, RATE, 12, 1000)).isEqualTo(new BeyondLog(0, 0));
  }
}
