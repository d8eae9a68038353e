package dev.prospector.executors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseScheduleTest {

  static Stream<NoiseSchedule> schedules() {
    return Stream.of(
        new FlowSchedule(1),
        new FlowSchedule(3),
        new FlowSchedule(0.1),
        new KarrasSchedule(0.002, 80),
        new KarrasSchedule(0.0292, 14.6146, 1),
        new PartialSchedule(new FlowSchedule(3), 0.6),
        new PartialSchedule(new KarrasSchedule(0.002, 80), 0.03));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void fallsStrictlyAndEndsInExactlyZero(NoiseSchedule schedule) {
    for (int steps : new int[] {1, 2, 3, 18, 1000}) {
      double[] sigmas = schedule.sigmas(steps);
      assertThat(sigmas).hasSize(steps + 1);
      assertThat(sigmas[steps]).isZero();
      for (int i = 0; i < steps; i++) {
        assertThat(sigmas[i]).isGreaterThan(sigmas[i + 1]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.7, 1, 3, 1.15})
  void flowStartsAtExactlyOne(double shift) {
    assertThat(new FlowSchedule(shift).sigmas(7)[0]).isEqualTo(1);
  }

  @Test
  void flowMatchesItsClosedForm() {
    double[] linear = new FlowSchedule(1).sigmas(10);
    double[] shifted = new FlowSchedule(3).sigmas(10);
    for (int i = 0; i <= 10; i++) {
      double sigma = 1 - i / 10.0;
      assertThat(linear[i]).isCloseTo(sigma, within(1e-15));
      assertThat(shifted[i]).isCloseTo(3 * sigma / (1 + 2 * sigma), within(1e-15));
    }
  }

  @Test
  void shiftsMultiplyTheRatioOfNoiseToSignal() {
    double[] once = new FlowSchedule(2).sigmas(9);
    double[] twice = new FlowSchedule(6).sigmas(9);
    for (int i = 1; i < 9; i++) {
      double ratio = once[i] / (1 - once[i]);
      assertThat(twice[i] / (1 - twice[i])).isCloseTo(3 * ratio, within(1e-12));
    }
  }

  @Test
  void karrasIsLinearInTheRootOfSigma() {
    double[] sigmas = new KarrasSchedule(0.002, 80, 7).sigmas(18);
    assertThat(sigmas[0]).isCloseTo(80, within(1e-12));
    assertThat(sigmas[17]).isCloseTo(0.002, within(1e-15));
    double last = Math.pow(0.002, 1 / 7.0);
    double stride = (Math.pow(80, 1 / 7.0) - last) / 17;
    for (int i = 0; i < 18; i++) {
      assertThat(Math.pow(sigmas[i], 1 / 7.0)).isCloseTo(last + (17 - i) * stride, within(1e-13));
    }
  }

  @Test
  void refusesWhatIsNoSchedule() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlowSchedule(0))
        .withMessage("shift 0.0, expected a number above 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KarrasSchedule(80, 0.002))
        .withMessage("sigmas from 0.002 to 80.0, expected sigmaMax > sigmaMin > 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KarrasSchedule(0.002, 80, Double.NaN))
        .withMessage("rho NaN, expected a number above 0");
    schedules()
        .forEach(
            schedule ->
                assertThatIllegalArgumentException()
                    .isThrownBy(() -> schedule.sigmas(0))
                    .withMessage("0 steps, expected 1 or more"));
  }
}
