package dev.prospector.driver.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VendiScoreTest {

  @ParameterizedTest
  @MethodSource("dev.prospector.driver.statistics.Cases#all")
  void isThatOfNumpysKernel(Cases.Case numpy) {
    assertThat(VendiScore.of(Moments.of(numpy.a()))).isCloseTo(numpy.number("vendi"), within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20})
  void isThatOfTheKernelOfCosines(int n) {
    float[][] vectors = Cases.unit(new SplittableRandom(n), n, 6);
    double[][] kernel = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < 6; k++) {
          kernel[i][j] += (double) vectors[i][k] * vectors[j][k] / n;
        }
      }
    }
    double entropy = 0;
    for (double value : Symmetric.eigenvalues(kernel)) {
      entropy -= value > 0 ? value * Math.log(value) : 0;
    }
    assertThat(VendiScore.of(Moments.of(vectors))).isCloseTo(Math.exp(entropy), within(1e-9));
  }

  @Test
  void lengthsAreOfNoAccountToDirections() {
    float[][] vectors = Cases.unit(new SplittableRandom(2), 5, 3);
    double score = VendiScore.of(Moments.of(vectors));
    for (int v = 0; v < vectors.length; v++) {
      for (int i = 0; i < 3; i++) {
        vectors[v][i] *= v + 2;
      }
    }
    assertThat(VendiScore.of(Moments.ofDirections(vectors))).isCloseTo(score, within(1e-6));
  }

  @Test
  void ofIdenticalVectorsIsOne() {
    float[] vector = Cases.unit(new SplittableRandom(1), 1, 5)[0];
    assertThat(VendiScore.of(Moments.of(new float[][] {vector, vector, vector})))
        .isCloseTo(1, within(1e-6));
  }

  @Test
  void ofOrthogonalVectorsIsTheirNumber() {
    float[][] vectors = new float[4][6];
    for (int i = 0; i < 4; i++) {
      vectors[i][i] = 1;
    }
    assertThat(VendiScore.of(Moments.of(vectors))).isCloseTo(4, within(1e-12));
  }

  void ofFewDirectionsIsThatOfTheirMoments() {
    for (int n = 1; n < 8; n++) {
      float[][] vectors = Cases.normal(new SplittableRandom(n), n, 5, 1);
      assertThat(VendiScore.ofDirections(vectors))
          .isCloseTo(VendiScore.of(Moments.ofDirections(vectors)), within(1e-6));
    }
  }

  @Test
  void vectorsOfOtherLengthsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VendiScore.of(Moments.of(new float[][] {{2, 0}})))
        .withMessage("Vendi score of 1 vectors with mean square length 4.0, expected unit vectors");
    assertThatIllegalArgumentException().isThrownBy(() -> VendiScore.of(Moments.none(2)));
  }
}
