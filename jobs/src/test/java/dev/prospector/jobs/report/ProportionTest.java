package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ProportionTest {

  /** Wilson's interval is where the score test of p gives z: (p̂ − p)² = z² p (1 − p) / n. */
  @Test
  void theEndsOfWilsonsIntervalSolveItsEquation() {
    double z2 = 1.959963984540054 * 1.959963984540054;
    for (int ones : new int[] {1, 7, 13, 29}) {
      Interval interval = new Proportion(ones, 30).interval();
      for (double p : new double[] {interval.low(), interval.high()}) {
        double distance = ones / 30.0 - p;
        assertThat(distance * distance).isCloseTo(z2 * p * (1 - p) / 30, within(1e-12));
      }
    }
  }

  /** Newcombe, Statistics in Medicine 17 (1998) 2635–2650, the example of its table II. */
  @Test
  void theDifferenceIsThatOfThePaper() {
    Interval difference = difference(36, 12, 2, 0);
    assertThat(difference.mean()).isCloseTo(0.2, within(1e-12));
    assertThat(difference.low()).isCloseTo(0.0569, within(5e-5));
    assertThat(difference.high()).isCloseTo(0.3404, within(5e-5));
  }

  @Test
  void coversTheTrueDifferenceInAboutNineteenOfTwentySamples() {
    Random random = new Random(5);
    int trials = 20_000;
    int covered = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] from = new double[30];
      double[] to = new double[30];
      for (int i = 0; i < 30; i++) {
        // What the pair shares decides in two of three.
        double shared = random.nextDouble();
        from[i] = (random.nextInt(3) > 0 ? shared : random.nextDouble()) < 0.55 ? 1 : 0;
        to[i] = (random.nextInt(3) > 0 ? shared : random.nextDouble()) < 0.8 ? 1 : 0;
      }
      Interval interval = Proportion.difference(from, to);
      covered += interval.low() <= 0.25 && 0.25 <= interval.high() ? 1 : 0;
    }
    assertThat(covered / (double) trials).isBetween(0.94, 0.98);
  }

  /** As many pairs that are 1 in both, in the second only, in the first only, and in neither. */
  private static Interval difference(int both, int second, int first, int neither) {
    int n = both + second + first + neither;
    double[] from = new double[n];
    double[] to = new double[n];
    for (int i = 0; i < n; i++) {
      from[i] = i < both || (i >= both + second && i < both + second + first) ? 1 : 0;
      to[i] = i < both + second ? 1 : 0;
    }
    return Proportion.difference(from, to);
  }
}
