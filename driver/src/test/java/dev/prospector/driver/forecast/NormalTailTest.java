package dev.prospector.driver.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class NormalTailTest {
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 3, 2);

  private static double[] quantiles(int n) {
    return IntStream.range(0, n)
        .mapToDouble(i -> NORMAL.inverseCumulativeProbability((i + .5) / n))
        .toArray();
  }

  @Test
  void ofANormalItIsTheNormal() {
    NormalTail tail = NormalTail.fit(quantiles(20_000));
    assertThat(tail.mean()).isCloseTo(3, within(.02));
    assertThat(tail.deviation()).isCloseTo(2, within(.01));
    assertThat(tail.expectedMax(1000))
        .isCloseTo(NORMAL.inverseCumulativeProbability(.999), within(.05));
  }

  @Test
  void itMovesAndGrowsWithTheScoresInAnyOrder() {
    double[] scores = quantiles(40);
    double[] moved = new double[40];
    Arrays.setAll(moved, i -> 10 - 5 * scores[i]); // A normal's other end.
    NormalTail tail = NormalTail.fit(scores);
    NormalTail other = NormalTail.fit(moved);
    assertThat(other.deviation()).isCloseTo(5 * tail.deviation(), within(1e-9));
    assertThat(other.mean()).isCloseTo(10 - 5 * (6 - tail.mean()), within(1e-9));
  }
}
