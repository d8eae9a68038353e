package dev.prospector.driver.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InceptionScoreTest {

  @ParameterizedTest
  @MethodSource("dev.prospector.driver.statistics.Cases#all")
  void isNumpys(Cases.Case numpy) {
    assertThat(InceptionScore.of(numpy.p()).value())
        .isCloseTo(numpy.number("inception"), within(1e-9));
  }

  @Test
  void isOneIfAllImagesAreAlike() {
    float[] row = {.5f, .25f, .25f, 0};
    assertThat(InceptionScore.of(new float[][] {row, row, row}).value())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void isTheNumberOfClassesIfAllAreSureAndBalanced() {
    float[][] rows = new float[12][6];
    for (int i = 0; i < rows.length; i++) {
      rows[i][i % 6] = 1;
    }
    assertThat(InceptionScore.of(rows).value()).isCloseTo(6, within(1e-12));
  }

  @Test
  void liesBetweenOneAndTheNumberOfClasses() {
    float[][] rows = Cases.distributions(new SplittableRandom(1), 50, 6);
    assertThat(InceptionScore.of(rows).value()).isStrictlyBetween(1., 6.);
  }

  @Test
  void partsAddUpToTheWholeInAnyGrouping() {
    float[][] rows = Cases.distributions(new SplittableRandom(2), 30, 6);
    double whole = InceptionScore.of(rows).value();
    InceptionScore a = InceptionScore.of(Arrays.copyOfRange(rows, 0, 1));
    InceptionScore b = InceptionScore.of(Arrays.copyOfRange(rows, 1, 17));
    InceptionScore c = InceptionScore.of(Arrays.copyOfRange(rows, 17, 30));
    assertThat(a.plus(b).plus(c).value()).isCloseTo(whole, within(1e-12));
    assertThat(a.plus(b.plus(c)).value()).isCloseTo(whole, within(1e-12));
    assertThat(InceptionScore.none(6).plus(c).plus(b).plus(a).value())
        .isCloseTo(whole, within(1e-12));
  }

  @Test
  void rowsOfTwoLengthsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InceptionScore.none(3).plus(new float[4]))
        .withMessage("4 classes beside 3");
  }
}
