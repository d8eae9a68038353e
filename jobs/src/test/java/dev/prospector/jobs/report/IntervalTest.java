package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalTest {

  @Test
  void twoValuesHaveTheIntervalOfTheCauchyDistribution() {
    // One degree of freedom: t = tan(0.475 π), and s/√n is half the distance.
    Interval interval = Interval.of(new double[] {3, 5});
    assertThat(interval.mean()).isEqualTo(4);
    assertThat(interval.high() - 4).isCloseTo(Math.tan(0.475 * Math.PI), within(1e-6));
    assertThat(4 - interval.low()).isCloseTo(interval.high() - 4, within(1e-12));
  }

  @Test
  void threeValuesHaveTheClosedFormOfTwoDegreesOfFreedom() {
    // t = (2p−1) √(2 / (4p(1−p))) at p = 0.975; the sample variance of 1, 2, 3 is 1.
    double t = 0.95 * Math.sqrt(2 / (4 * 0.975 * 0.025));
    Interval interval = Interval.of(new double[] {1, Double.NaN, 2, 3});
    assertThat(interval.n()).isEqualTo(3);
    assertThat(interval.high()).isCloseTo(2 + t / Math.sqrt(3), within(1e-6));
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
  void oneValueHasNoInterval() {
    Interval interval = Interval.of(new double[] {2});
    assertThat(interval.mean()).isEqualTo(2);
    assertThat(interval.isKnown()).isFalse();
    assertThat(interval.isAboveZero()).isFalse();
    assertThat(interval.isBelowZero()).isFalse();
  }
}
