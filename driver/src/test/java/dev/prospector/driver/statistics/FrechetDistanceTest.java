package dev.prospector.driver.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrechetDistanceTest {

  @ParameterizedTest
  @MethodSource("dev.prospector.driver.statistics.Cases#all")
  void isNumpys(Cases.Case numpy) {
    // Numpy's eigenvalues of an unsymmetric product of low rank are good to eight digits only.
    double tolerance = numpy.a().length > numpy.a()[0].length ? 1e-12 : 1e-7;
    assertThat(distance(Moments.of(numpy.a()), Moments.of(numpy.b())))
        .isCloseTo(numpy.number("frechet"), within(tolerance));
  }

  @Test
  void betweenAxisParallelGaussiansIsThatOfMeansAndStandardDeviations() {
    Moments a = Moments.of(10, new double[] {1, 2, 3}, diagonal(4, 9, 0));
    Moments b = Moments.of(20, new double[] {1, 0, 4}, diagonal(1, 16, 25));
    assertThat(distance(a, b)).isCloseTo(0 + 4 + 1 + 1 + 1 + 25, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 40})
  void ofEqualsIsZeroAndOfOthersIsNotAndBothWaysRoundTheSame(int n) {
    SplittableRandom random = new SplittableRandom(n);
    Moments a = Moments.of(Cases.normal(random, n, 8, 0));
    Moments b = Moments.of(Cases.normal(random, 30, 8, .5));
    assertThat(distance(a, a)).isCloseTo(0, within(1e-6));
    assertThat(distance(b, b)).isCloseTo(0, within(1e-12));
    assertThat(distance(a, b)).isGreaterThan(.1);
    assertThat(distance(b, a)).isCloseTo(distance(a, b), within(1e-6));
  }

  @Test
  void doesNotChangeWhenEverythingTurns() {
    SplittableRandom random = new SplittableRandom(3);
    Moments a = Moments.of(Cases.normal(random, 20, 6, 0));
    Moments b = Moments.of(Cases.normal(random, 20, 6, 1));
    float[] axis = Cases.unit(random, 1, 6)[0];
    assertThat(distance(mirrored(a, axis), mirrored(b, axis)))
        .isCloseTo(distance(a, b), within(1e-12));
  }

  @Test
  void ofAShiftIsItsSquare() {
    float[][] vectors = Cases.normal(new SplittableRandom(4), 50, 5, 0);
    Moments a = Moments.of(vectors);
    double[] mean = a.mean();
    mean[2] += 3;
    assertThat(distance(a, Moments.of(50, mean, a.covariance()))).isCloseTo(9, within(1e-12));
  }

  @Test
  void vectorsOfTwoSizesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrechetDistance.between(Moments.none(3), Moments.none(4)))
        .withMessage("Fréchet distance of vectors of 3 and of 4 numbers");
  }

  private static double distance(Moments a, Moments b) {
    return FrechetDistance.between(a, b);
  }

  /** H = I − 2 v vᵀ on mean and covariance, orthogonal for a unit vector v. */
  private static Moments mirrored(Moments moments, float[] axis) {
    int size = axis.length;
    double square = 0;
    for (float x : axis) {
      square += (double) x * x;
    }
    double[][] mirror = diagonal(1, 1, 1, 1, 1, 1);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        mirror[i][j] -= 2. * axis[i] * axis[j] / square;
      }
    }
    return Moments.of(
        moments.n(),
        Symmetric.times(mirror, moments.mean()),
        Symmetric.sandwich(mirror, moments.covariance()));
  }

  private static double[][] diagonal(double... values) {
    double[][] matrix = new double[values.length][values.length];
    Arrays.setAll(values, i -> matrix[i][i] = values[i]);
    return matrix;
  }
}
