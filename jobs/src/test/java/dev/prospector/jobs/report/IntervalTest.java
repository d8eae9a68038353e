package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalTest {

  @Test
  void fiveValuesHaveTheClosedFormOfFourDegreesOfFreedom() {
    // t = 2 √(cos(acos(√a) / 3) / √a − 1) with a = 4p(1−p); the sample variance of 1 … 5 is 2.5.
    double a = 4 * 0.975 * 0.025;
    double t = 2 * Math.sqrt(Math.cos(Math.acos(Math.sqrt(a)) / 3) / Math.sqrt(a) - 1);
    Interval interval = Interval.of(new double[] {1, 2, Double.NaN, 3, 4, 5});
    assertThat(interval.n()).isEqualTo(5);
    assertThat(interval.mean()).isEqualTo(3);
    assertThat(interval.high()).isCloseTo(3 + t * Math.sqrt(2.5 / 5), within(1e-6));
    assertThat(interval.low()).isCloseTo(6 - interval.high(), within(1e-12));
  }

  @Test
  void coversTheTrueMeanInNineteenOfTwentySamples() {
    Random random = new Random(11);
    int trials = 20_000;
    int covered = 0;
    for (int i = 0; i < trials; i++) {
      double[] sample = new double[6];
      for (int k = 0; k < sample.length; k++) {
        sample[k] = 3 + 2 * random.nextGaussian();
      }
      Interval interval = Interval.of(sample);
      covered += interval.low() <= 3 && 3 <= interval.high() ? 1 : 0;
    }
    // Three standard errors of a proportion of 0.95.
    assertThat(covered / (double) trials).isCloseTo(0.95, within(0.0047));
  }

  @Test
  void fewerThanFiveValuesHaveNone() {
    for (double[] values : new double[][] {{2}, {3, 5, 9, 1}, {1, 1, 1, 1}}) {
      Interval interval = Interval.of(values);
      assertThat(interval.isKnown()).isFalse();
      assertThat(interval.low()).isNaN();
      assertThat(interval.isAboveZero()).isFalse();
      assertThat(interval.isBelowZero()).isFalse();
    }
    assertThat(Interval.of(new double[] {2}).mean()).isEqualTo(2);
    assertThat(Interval.ofDifferences(new double[4], new double[4]).isKnown()).isFalse();
  }

  /** Pairs that all change alike have no spread by t, however few they are. */
  @Test
  void sharesThatAllAgreeStillHaveAWidth() {
    double[] none = new double[8];
    double[] all = {1, 1, 1, 1, 1, 1, 1, 1};
    // Wilson's ends at 0 and n of n are z²/(n+z²) and n/(n+z²).
    double z2 = 1.959963984540054 * 1.959963984540054;
    assertThat(Interval.of(none).high()).isCloseTo(z2 / (8 + z2), within(1e-12));
    assertThat(Interval.of(all).low()).isCloseTo(8 / (8 + z2), within(1e-12));
    Interval risen = Interval.ofDifferences(none, all);
    assertThat(risen.mean()).isEqualTo(1);
    assertThat(risen.low()).isCloseTo(1 - Math.sqrt(2) * z2 / (8 + z2), within(1e-12));
    assertThat(risen.high()).isEqualTo(1);
  }
}
