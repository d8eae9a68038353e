package dev.prospector.driver.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.record.Promise.Estimate;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static double[][] normal(int n) {
    NormalDistribution normal = new NormalDistribution(null, 5, 2);
    return IntStream.range(0, n)
        .mapToObj(i -> new double[] {normal.inverseCumulativeProbability((i + .5) / n)})
        .toArray(double[][]::new);
  }

  private static double[][] rights(int n, int right) {
    return IntStream.range(0, n)
        .mapToObj(i -> new double[] {i < right ? 1 : 0})
        .toArray(double[][]::new);
  }

  @Test
  void itIsAsWideAsBothSamplesMakeIt() {
    for (int[] sizes : new int[][] {{100, 100}, {100, 1000}, {400, 50}}) {
      Estimate interval = Bootstrap.interval(normal(sizes[0]), sizes[1]);
      double expected = 2 * 1.96 * 2 * Math.sqrt(1.0 / sizes[0] + 1.0 / sizes[1]);
      assertThat(interval.mean()).isCloseTo(5, within(1e-9));
      assertThat(interval.high() - interval.low())
          .as("%d prompts, then %d", sizes[0], sizes[1])
          .isCloseTo(expected, within(.15 * expected));
      assertThat((interval.high() + interval.low()) / 2).isCloseTo(5, within(.15 * expected));
    }
  }

  @Test
  void whereAllAreAlikeNothingIsOpen() {
    double[][] alike =
        IntStream.range(0, 30).mapToObj(i -> new double[] {7, 7}).toArray(double[][]::new);
    assertThat(Bootstrap.interval(alike, 10)).isEqualTo(Estimate.exactly(7));
  }

  @Test
  void ofRightOnesTheNextMayBeWrong() {
    Estimate all = Bootstrap.interval(rights(20, 20), 20);
    assertThat(all.mean()).isEqualTo(1);
    assertThat(all.high()).isEqualTo(1);
    assertThat(all.low()).isBetween(.7, .95);
    Estimate none = Bootstrap.interval(rights(20, 0), 20);
    assertThat(none.low()).isZero();
    assertThat(none.high()).isBetween(.05, .3);
  }

  @Test
  void theSameIsAskedTwice() {
    assertThat(Bootstrap.interval(normal(50), 30)).isEqualTo(Bootstrap.interval(normal(50), 30));
  }
}
