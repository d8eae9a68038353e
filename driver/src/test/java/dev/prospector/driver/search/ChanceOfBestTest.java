package dev.prospector.driver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class ChanceOfBestTest {
  private static final NormalDistribution NORMAL = new NormalDistribution();

  @Test
  void theDistributionIsTheNormalOne() {
    for (double z = -9; z <= 9; z += 0.01) {
      assertThat(ChanceOfBest.distribution(z))
          .isCloseTo(NORMAL.cumulativeProbability(z), within(1e-13));
    }
  }

  /** y_a − y_b is normal with variance 2 v. */
  @Test
  void ofTwoTheFirstIsGoodWithTheChanceThatItLiesLessThanTheMarginBelow() {
    for (double apart : new double[] {0, 0.1, 1, 3, 8}) {
      for (double variance : new double[] {0.04, 1, 2.5}) {
        for (double margin : new double[] {0, 0.2, 1.5}) {
          double expected =
              NORMAL.cumulativeProbability((apart + margin) / Math.sqrt(2 * variance));
          double[] chances = ChanceOfBest.of(new double[] {5 + apart, 5}, variance, margin);
          assertThat(chances[0]).isCloseTo(expected, within(1e-12));
          assertThat(chances[1]).isCloseTo(1, within(1e-12));
        }
      }
    }
  }

  /** Against all combinations of equally likely values. */
  @Test
  void ofThreeTheyAreTheSharesOfAllCombinations() {
    double[] means = {0.9, 0.3, -0.2};
    double variance = 0.7;
    int n = 150;
    double[][] values = new double[3][n];
    for (int i = 0; i < 3; i++) {
      for (int q = 0; q < n; q++) {
        double z = NORMAL.inverseCumulativeProbability((q + 0.5) / n);
        values[i][q] = means[i] + Math.sqrt(variance) * z;
      }
    }
    for (double margin : new double[] {0, 0.4}) {
      double[] shares = {0, 0, 1};
      for (double a : values[0]) {
        for (double b : values[1]) {
          for (double c : values[2]) {
            double one = 1.0 / n / n / n;
            shares[0] += a + margin >= Math.max(b, c) ? one : 0;
            shares[1] += Math.max(a, b) + margin >= c ? one : 0;
          }
        }
      }
      assertThat(ChanceOfBest.of(means, variance, margin)).containsExactly(shares, within(5e-3));
    }
  }

  /** Without a margin they are sums of the chances of being the best, which are equal here. */
  @Test
  void equalOnesShareTheChanceHoweverManyAndWhereverTheyLie() {
    for (int n : new int[] {1, 2, 7, 300}) {
      double[] means = new double[n];
      Arrays.fill(means, 1e3);
      double[] chances = ChanceOfBest.of(means, 1e-3, 0);
      for (int c = 1; c <= n; c++) {
        assertThat(chances[c - 1]).isCloseTo(c / (double) n, within(1e-7));
      }
    }
  }

  @Test
  void whoIsFarBehindIsNotNeeded() {
    assertThat(ChanceOfBest.of(new double[] {0, -30, -1e6}, 1, 0)[0]).isCloseTo(1, within(1e-12));
  }

  @Test
  void theFewestThatSufficeGoOnWithinTheirBounds() {
    List<Double> means = List.of(-1.0, 0.5, -30.0, 0.4);
    LookPredictor.Prediction y = new LookPredictor.Prediction(means, 1, 2);
    double two = 1 - ChanceOfBest.of(new double[] {0.5, 0.4, -1, -30}, 1, 0)[1];
    assertThat(y.fewest(two + 1e-9, 0, 1, 4)).isEqualTo(List.of(1, 3));
    assertThat(y.fewest(two - 1e-9, 0, 1, 4)).isEqualTo(List.of(1, 3, 0));
    assertThat(y.fewest(1e-6, 0, 1, 2)).as("at most").isEqualTo(List.of(1, 3));
    assertThat(y.fewest(0.9, 0, 3, 4)).as("at least").isEqualTo(List.of(1, 3, 0));
    assertThat(y.fewest(0.05, 20, 1, 4)).as("all are as good").isEqualTo(List.of(1));
  }
}
