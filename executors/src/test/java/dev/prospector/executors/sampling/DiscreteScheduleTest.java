package dev.prospector.executors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.executors.sampling.DiscreteSchedule.End;
import dev.prospector.executors.sampling.DiscreteSchedule.Spacing;
import dev.prospector.executors.sampling.DiscreteSchedule.Spread;
import dev.prospector.executors.sampling.DiscreteSchedule.Start;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiscreteScheduleTest {
  private static final TrainingSteps TABLE = TrainingSteps.linear(1000, 1e-4, .02, false);

  static Stream<DiscreteSchedule> schedules() {
    return Arrays.stream(Spacing.values())
        .flatMap(
            spacing ->
                Arrays.stream(Spread.values())
                    .flatMap(
                        spread ->
                            Stream.of(true, false)
                                .map(rounded -> schedule(spacing, spread, rounded))));
  }

  private static DiscreteSchedule schedule(Spacing spacing, Spread spread, boolean rounded) {
    return new DiscreteSchedule(TABLE, spacing, 0, 0, rounded, spread, Start.SIGMA, End.ZERO);
  }

  private static DiscreteSchedule spaced(Spacing spacing, int offset, int extra) {
    return new DiscreteSchedule(
        TABLE, spacing, offset, extra, true, Spread.SPACED, Start.NORM, End.FIRST);
  }

  /** The training steps of a schedule's levels. */
  private static double[] steps(NoiseSchedule schedule, int steps) {
    return Arrays.stream(schedule.sigmas(steps)).limit(steps).map(TABLE::time).toArray();
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void fallsStrictlyAndEndsInExactlyZero(DiscreteSchedule schedule) {
    for (int steps : new int[] {1, 2, 3, 18, 333, 1000}) {
      double[] sigmas = schedule.sigmas(steps);
      assertThat(sigmas).hasSize(steps + 1);
      assertThat(sigmas[steps]).isZero();
      for (int i = 0; i < steps; i++) {
        assertThat(sigmas[i]).as("level %d of %d", i, steps).isGreaterThan(sigmas[i + 1]);
      }
    }
  }

  /** Lin et al. 2023, table 2, for five steps; there, steps are counted from 1. */
  @Test
  void visitsTheStepsOfThePaper() {
    assertThat(steps(spaced(Spacing.LEADING, 1, 0), 5))
        .containsExactly(new double[] {801, 601, 401, 201, 1}, within(1e-9));
    assertThat(steps(spaced(Spacing.TRAILING, 0, 0), 5))
        .containsExactly(new double[] {999, 799, 599, 399, 199}, within(1e-9));
    assertThat(steps(spaced(Spacing.LINSPACE, 0, 0), 5))
        .containsExactly(new double[] {999, 749, 500, 250, 0}, within(1e-9));
  }

  @Test
  void asManyStepsAsWereTrainedVisitEachOnce() {
    for (Spacing spacing : Spacing.values()) {
      double[] steps = steps(spaced(spacing, 0, 0), 1000);
      for (int i = 0; i < 1000; i++) {
        assertThat(steps[i]).as("%s", spacing).isCloseTo(999 - i, within(1e-9));
      }
    }
  }

  @Test
  void extraPointsAreDroppedAtTheLowEnd() {
    for (Spacing spacing : new Spacing[] {Spacing.LINSPACE, Spacing.LEADING}) {
      double[] without = spaced(spacing, 0, 0).sigmas(12);
      double[] with = spaced(spacing, 0, 2).sigmas(10);
      assertThat(Arrays.copyOf(with, 10)).as("%s", spacing).isEqualTo(Arrays.copyOf(without, 10));
    }
  }

  @Test
  void anOffsetNeverLeavesTheTable() {
    assertThat(steps(spaced(Spacing.LEADING, 5000, 0), 1)).containsExactly(999);
  }

  @Test
  void spreadsLieBetweenTheirEnds() {
    double[] visited = schedule(Spacing.TRAILING, Spread.SPACED, true).sigmas(10);
    double[] karras = schedule(Spacing.TRAILING, Spread.KARRAS, true).sigmas(10);
    assertThat(karras[0]).isCloseTo(visited[0], within(1e-9));
    assertThat(karras[9]).isCloseTo(visited[9], within(1e-12));
    double[] table = schedule(Spacing.LEADING, Spread.KARRAS_TABLE, true).sigmas(10);
    assertThat(table[0]).isCloseTo(TABLE.sigma(999), within(1e-9));
    assertThat(table[9]).isCloseTo(TABLE.sigma(0), within(1e-12));
    double root = Math.pow(table[4], 1 / 7.0);
    assertThat(root - Math.pow(table[5], 1 / 7.0))
        .isCloseTo(Math.pow(table[0], 1 / 7.0) - Math.pow(table[1], 1 / 7.0), within(1e-12));
  }

  /** What starts as N(0, 1) in the variance-preserving view has this deviation in the other. */
  @Test
  void startAndEndAreThoseOfTheirView() {
    DiscreteSchedule preserving = spaced(Spacing.LEADING, 1, 0);
    assertThat(preserving.initialScale(3)).isCloseTo(Math.sqrt(10), within(1e-15));
    assertThat(preserving.residual()).isEqualTo(TABLE.sigma(0));
    DiscreteSchedule exploding = schedule(Spacing.LINSPACE, Spread.SPACED, false);
    assertThat(exploding.initialScale(3)).isEqualTo(3);
    assertThat(exploding.residual()).isZero();
  }

  @Test
  void refusesWhatTheTableCannotGive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spaced(Spacing.LEADING, 0, 1).sigmas(1000))
        .withMessage("1000 steps, expected at most the 999 training steps");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spaced(Spacing.LEADING, 0, 0).sigmas(0))
        .withMessage("0 steps, expected 1 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spaced(Spacing.LEADING, -1, 0))
        .withMessage("offset -1, extra 0, expected 0 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spaced(Spacing.LEADING, 0, -1))
        .withMessage("offset 0, extra -1, expected 0 or more");
  }
}
