package dev.prospector.executors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingStepsTest {

  static Stream<TrainingSteps> tables() {
    return Stream.of(
        TrainingSteps.linear(1000, 1e-4, .02, false),
        TrainingSteps.scaledLinear(1000, .00085, .012, false),
        TrainingSteps.scaledLinear(1000, .00085, .012, true),
        TrainingSteps.squaredCosine(1000, false),
        TrainingSteps.squaredCosine(100, true),
        TrainingSteps.linear(2, .1, .2, false));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void theTimeOfALevelIsItsStep(TrainingSteps table) {
    int last = table.count() - 1;
    for (int t = 0; t <= last; t++) {
      assertThat(table.time(table.sigma(t))).isEqualTo(t);
      assertThat(table.timeByLog(table.sigma(t))).isEqualTo(t);
    }
    for (double t = .25; t < last; t += .37) {
      assertThat(table.time(table.sigma(t))).isCloseTo(t, within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void betweenStepsTheMeanLevelIsHalfWay(TrainingSteps table) {
    double low = table.sigma(0);
    double high = table.sigma(1);
    assertThat(table.time((low + high) / 2)).isCloseTo(.5, within(1e-9));
    assertThat(table.timeByLog(Math.sqrt(low * high))).isCloseTo(.5, within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void levelsOutsideHaveTheTimesOfTheEnds(TrainingSteps table) {
    double last = table.count() - 1;
    assertThat(table.time(0)).isZero();
    assertThat(table.timeByLog(0)).isZero();
    assertThat(table.time(1e9)).isEqualTo(last);
    assertThat(table.timeByLog(1e9)).isEqualTo(last);
  }

  /** abar of equal betas is a power. */
  @Test
  void equalBetasMultiply() {
    TrainingSteps table = TrainingSteps.linear(50, .1, .1, false);
    TrainingSteps scaled = TrainingSteps.scaledLinear(50, .1, .1, false);
    for (int t = 0; t < 50; t++) {
      double expected = Math.sqrt(Math.pow(.9, -(t + 1)) - 1);
      assertThat(table.sigma(t)).isCloseTo(expected, within(1e-12 * expected));
      assertThat(scaled.sigma(t)).isCloseTo(expected, within(1e-12 * expected));
    }
  }

  /** The product telescopes: abar_t is a ratio of cosines, but where the last beta is capped. */
  @Test
  void squaredCosineIsItsClosedForm() {
    TrainingSteps table = TrainingSteps.squaredCosine(1000, false);
    double start = Math.cos(.008 / 1.008 * Math.PI / 2);
    for (int t = 0; t < 999; t++) {
      double root = Math.cos(((t + 1) / 1000.0 + .008) / 1.008 * Math.PI / 2) / start;
      double expected = Math.sqrt(1 - root * root) / root;
      assertThat(table.sigma(t)).isCloseTo(expected, within(1e-8 * expected));
    }
    assertThat(table.sigma(999)).as("beta .999").isLessThan(table.sigma(998) * 40);
  }

  /** Lin et al. 2023: the first step stays, the last has no signal, roots are moved linearly. */
  @Test
  void zeroSnrKeepsTheFirstStepAndTakesTheLastOnesSignal() {
    TrainingSteps plain = TrainingSteps.scaledLinear(1000, .00085, .012, false);
    TrainingSteps zero = TrainingSteps.scaledLinear(1000, .00085, .012, true);
    assertThat(zero.sigma(0)).isCloseTo(plain.sigma(0), within(1e-12));
    assertThat(zero.sigma(999)).isCloseTo(Math.sqrt((1L << 24) - 1), within(1e-6));
    double slope = (signal(zero, 0) - signal(zero, 500)) / (signal(plain, 0) - signal(plain, 500));
    for (int t = 1; t < 999; t++) {
      double moved = signal(zero, 0) - signal(zero, t);
      assertThat(moved).isCloseTo(slope * (signal(plain, 0) - signal(plain, t)), within(1e-12));
    }
  }

  /** {@code sqrt(abar)}. */
  private static double signal(TrainingSteps table, int t) {
    return 1 / Math.hypot(1, table.sigma(t));
  }

  @Test
  void refusesWhatIsNoTable() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingSteps.linear(1, .1, .2, false))
        .withMessage("1 training steps, expected 2 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingSteps.linear(10, 0, .2, false))
        .withMessage("noise level 0.0 at training step 0, expected finite levels that rise");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingSteps.linear(2, .1, 1, false))
        .withMessage("noise level Infinity at training step 1, expected finite levels that rise");
  }
}
