package dev.prospector.executors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.prospector.executors.sampling.DiscreteSchedule.End;
import dev.prospector.executors.sampling.DiscreteSchedule.Spacing;
import dev.prospector.executors.sampling.DiscreteSchedule.Spread;
import dev.prospector.executors.sampling.DiscreteSchedule.Start;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartialScheduleTest {
  private static final List<NoiseSchedule> WHOLE =
      List.of(new FlowSchedule(1), new FlowSchedule(3), new KarrasSchedule(.002, 80));

  private static final DiscreteSchedule DISCRETE =
      new DiscreteSchedule(
          TrainingSteps.scaledLinear(1000, 0.00085, 0.012, false),
          Spacing.LEADING,
          1,
          0,
          true,
          Spread.SPACED,
          Start.NORM,
          End.FIRST);

  /**
   * By the definition: of the whole trajectories of 1, 2, … steps the first one of which diffusers
   * would take so many, and of its levels those from {@code t_start = n - min(int(n strength), n)}.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1, .95, .8, .75, .6, .5, 1. / 3, .3, .1, .07})
  void isTheEndOfTheShortestTrajectoryThatHasSoManySteps(double strength) {
    for (NoiseSchedule whole : WHOLE) {
      NoiseSchedule partial = new PartialSchedule(whole, strength);
      for (int steps = 1; steps <= 40; steps++) {
        int n = 1;
        while (Math.min((int) (n * strength), n) < steps) {
          n++;
        }
        int start = n - Math.min((int) (n * strength), n);
        double[] expected = Arrays.copyOfRange(whole.sigmas(n), start, n + 1);
        assertThat(partial.sigmas(steps)).hasSize(steps + 1).containsExactly(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.8, 12, 15", "0.5, 6, 12", "0.3, 15, 50", "1, 7, 7"})
  void knownCases(double strength, int steps, int whole) {
    double[] sigmas = new PartialSchedule(new FlowSchedule(1), strength).sigmas(steps);
    assertThat(sigmas[0]).isEqualTo((double) steps / whole);
  }

  @Test
  void aLegThatIsRenoisedAboveTheStartHasTheWholeTrajectorysLevelsThere() {
    NoiseSchedule whole = new FlowSchedule(1);
    NoiseSchedule partial = new PartialSchedule(whole, .5);
    assertThat(partial.levels(5, .8, .3)).containsExactly(whole.levels(10, .8, .3)).hasSize(6);
    assertThat(partial.levels(5, .5, 0)).containsExactly(partial.sigmas(5));
  }

  @Test
  void theEndStaysWhereItWas() {
    assertThat(new PartialSchedule(DISCRETE, .5).residual())
        .isEqualTo(DISCRETE.residual())
        .isPositive();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -.5, 1.01, Double.NaN})
  void otherStrengthsAreRefused(double strength) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PartialSchedule(new FlowSchedule(1), strength))
        .withMessage("strength " + strength + ", expected above 0, 1 at most");
  }

  @Test
  void moreStepsThanTheWholeCanHaveAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PartialSchedule(DISCRETE, .01).sigmas(12))
        .withMessage(
            "strength 0.01 takes 12 steps as the last of 1200: 1200 steps, expected at most the"
                + " 1000 training steps");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PartialSchedule(new FlowSchedule(1), 1e-9).sigmas(12))
        .withMessageContaining("expected at most 100000");
  }
}
