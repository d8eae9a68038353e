package dev.prospector.driver.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.calibration.IsotonicRegression.Point;
import dev.prospector.executors.noise.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsotonicRegressionTest {
  private static IsotonicRegression fit(double... values) {
    return IsotonicRegression.of(
        IntStream.range(0, values.length).mapToObj(i -> new Point(i, values[i], 1)).toList());
  }

  @Test
  void whatRisesIsItsOwnFitAndWhatFallsItsMean() {
    assertThat(fit(1, 2, 4).steps()).containsExactlyEntriesOf(steps(0, 1, 1, 2, 2, 4));
    assertThat(fit(4, 2, 0).steps()).containsExactlyEntriesOf(steps(0, 2));
    assertThat(fit(0, 3, 1, 5).steps()).containsExactlyEntriesOf(steps(0, 0, 1, 2, 3, 5));
    assertThat(fit().steps()).isEmpty();
  }

  @Test
  void pointsOfTheSamePlaceAreOne() {
    IsotonicRegression fit =
        IsotonicRegression.of(
            List.of(
                new Point(2, 1, 1), new Point(1, 1, 1), new Point(2, 0, 3), new Point(3, 9, 1)));
    assertThat(fit.steps())
        .as("at 2 a quarter, below that of 1: both are two fifths")
        .containsExactlyEntriesOf(steps(1, .4, 3, 9));
  }

  @Test
  void stepsHoldUpToTheNext() {
    IsotonicRegression fit = fit(0, 3, 1, 5);
    assertThat(List.of(fit.at(-1), fit.at(0), fit.at(.5), fit.at(2.9), fit.at(3), fit.at(99)))
        .containsExactly(0., 0., 0., 2., 5., 5.);
  }

  /** Every monotone step function whose steps are means of what is between them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void noMonotoneFunctionIsNearer(int seed) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      double y = Math.rint(3 * Seeds.uniform(seed, "y", 0, i));
      points.add(new Point(i, y, 1 + Math.floor(4 * Seeds.uniform(seed, "weight", 0, i))));
    }
    double least = Double.POSITIVE_INFINITY;
    for (int cuts = 0; cuts < 1 << (points.size() - 1); cuts++) {
      double[] means = means(points, cuts);
      if (IntStream.range(1, means.length).allMatch(i -> means[i] >= means[i - 1])) {
        least = Math.min(least, distance(points, means));
      }
    }
    IsotonicRegression fit = IsotonicRegression.of(points);
    double[] fitted = points.stream().mapToDouble(point -> fit.at(point.x())).toArray();
    assertThat(distance(points, fitted)).isCloseTo(least, within(1e-9));
    assertThat(List.copyOf(fit.steps().values())).isSorted().doesNotHaveDuplicates();
  }

  /** Of the blocks that end where a bit is set. */
  private static double[] means(List<Point> points, int cuts) {
    double[] means = new double[points.size()];
    int from = 0;
    for (int i = 0; i < means.length; i++) {
      if (i == means.length - 1 || ((cuts >> i) & 1) == 1) {
        List<Point> block = points.subList(from, i + 1);
        double weight = block.stream().mapToDouble(Point::weight).sum();
        double mean = block.stream().mapToDouble(p -> p.weight() * p.y()).sum() / weight;
        Arrays.fill(means, from, i + 1, mean);
        from = i + 1;
      }
    }
    return means;
  }

  private static double distance(List<Point> points, double[] fitted) {
    return IntStream.range(0, fitted.length)
        .mapToDouble(i -> points.get(i).weight() * Math.pow(points.get(i).y() - fitted[i], 2))
        .sum();
  }

  private static SortedMap<Double, Double> steps(double... fromAndMean) {
    SortedMap<Double, Double> steps = new TreeMap<>();
    for (int i = 0; i < fromAndMean.length; i += 2) {
      steps.put(fromAndMean[i], fromAndMean[i + 1]);
    }
    return steps;
  }
}
