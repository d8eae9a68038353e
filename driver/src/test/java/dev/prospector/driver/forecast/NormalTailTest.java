package dev.prospector.driver.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.executors.noise.Seeds;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTailTest {
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 3, 2);

  private static final NormalDistribution STANDARD = new NormalDistribution(null, 0, 1);

  private static double[] quantiles(int n) {
    return IntStream.range(0, n)
        .mapToDouble(i -> NORMAL.inverseCumulativeProbability((i + .5) / n))
        .toArray();
  }

  @Test
  void ofANormalItIsTheNormal() {
    NormalTail tail = NormalTail.fit(quantiles(20_000));
    assertThat(tail.deviation()).isCloseTo(2, within(.01));
  }

  /** What the best of N standard normal draws is on average: Harter 1961, table I. */
  @ParameterizedTest
  @CsvSource({"24, 1.94767", "40, 2.16078", "64, 2.34373", "100, 2.50759"})
  void fromTwentyDrawsOnItTellsWhatMoreOfThemComeTo(int n, double expected) {
    double sum = 0;
    int times = 10_000;
    for (int i = 0; i < times; i++) {
      int sample = i;
      double[] drawn =
          IntStream.range(0, NormalTail.FEWEST)
              .mapToDouble(j -> Math.max(1e-12, Seeds.uniform(3, "sample", sample, j)))
              .map(STANDARD::inverseCumulativeProbability)
              .toArray();
      sum += NormalTail.fit(drawn).expectedMax(n);
    }
    // The fifth of twenty draws has a deviation that is some 8 % too small.
    assertThat(sum / times).isBetween(expected - .08 * (expected - 1.86748) - .02, expected + .02);
  }

  @Test
  void itMovesAndGrowsWithTheScoresInAnyOrder() {
    double[] scores = quantiles(40);
    double[] moved = new double[40];
    Arrays.setAll(moved, i -> 10 - 5 * scores[i]); // A normal's other end.
    NormalTail tail = NormalTail.fit(scores);
    NormalTail other = NormalTail.fit(moved);
    assertThat(other.deviation()).isCloseTo(5 * tail.deviation(), within(1e-9));
    assertThat(other.expectedMax(90)).isCloseTo(10 - 5 * (6 - tail.expectedMax(90)), within(1e-9));
  }
}
