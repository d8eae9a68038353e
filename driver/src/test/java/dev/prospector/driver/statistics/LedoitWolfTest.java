package dev.prospector.driver.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedoitWolfTest {

  /** With scales from 1 to p, so that no multiple of the identity is right. */
  private static double[][] vectors(int n, int p) {
    SplittableRandom random = new SplittableRandom(n);
    double[][] vectors = new double[n][p];
    for (double[] vector : vectors) {
      for (int i = 0; i < p; i++) {
        vector[i] = 3 + (i + 1) * random.nextGaussian() + (i > 0 ? vector[i - 1] / 2 : 0);
      }
    }
    return vectors;
  }

  private static double[][] centred(double[][] vectors) {
    double[][] centred = new double[vectors.length][];
    for (int k = 0; k < vectors.length; k++) {
      centred[k] = vectors[k].clone();
      for (int i = 0; i < centred[k].length; i++) {
        int of = i;
        centred[k][i] -= Arrays.stream(vectors).mapToDouble(v -> v[of]).average().orElseThrow();
      }
    }
    return centred;
  }

  private static double[][] outer(double[] x) {
    return Arrays.stream(x)
        .mapToObj(one -> Arrays.stream(x).map(other -> one * other).toArray())
        .toArray(double[][]::new);
  }

  /** tr((A − B)(A − B)ᵀ) / p. */
  private static double squared(double[][] a, double[][] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        sum += (a[i][j] - b[i][j]) * (a[i][j] - b[i][j]);
      }
    }
    return sum / a.length;
  }

  private static double[][] sample(double[][] x) {
    double[][] s = new double[x[0].length][x[0].length];
    for (double[] one : x) {
      double[][] outer = outer(one);
      for (int i = 0; i < s.length; i++) {
        for (int j = 0; j < s.length; j++) {
          s[i][j] += outer[i][j] / x.length;
        }
      }
    }
    return s;
  }

  @ParameterizedTest
  @CsvSource({"3, 8", "8, 8", "200, 5"})
  void isWhatThePaperSaysWordForWord(int n, int p) {
    double[][] vectors = vectors(n, p);
    double[][] x = centred(vectors);
    double[][] s = sample(x);
    double m = Symmetric.trace(s) / p;
    double[][] target = new double[p][p];
    for (int i = 0; i < p; i++) {
      target[i][i] = m;
    }
    double d2 = squared(s, target);
    double b2 =
        Math.min(d2, Arrays.stream(x).mapToDouble(one -> squared(outer(one), s)).sum() / (n * n));
    LedoitWolf estimate = LedoitWolf.of(vectors);
    assertThat(estimate.shrinkage()).isCloseTo(b2 / d2, within(1e-9)).isBetween(0., 1.);
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        double expected = b2 / d2 * target[i][j] + (1 - b2 / d2) * s[i][j];
        assertThat(estimate.covariance()[i][j]).isCloseTo(expected, within(1e-9 * m));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 8", "200, 5"})
  void whatIsWhitenedHasTheIdentityForACovariance(int n, int p) {
    LedoitWolf estimate = LedoitWolf.of(vectors(n, p));
    double[][] w = estimate.whitening();
    double[][] c = estimate.covariance();
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        double sum = 0;
        for (int k = 0; k <= i; k++) {
          for (int l = 0; l <= j; l++) {
            sum += w[i][k] * c[k][l] * w[j][l];
          }
        }
        assertThat(sum).isCloseTo(i == j ? 1 : 0, within(1e-9));
      }
    }
  }

  @Test
  void theMoreVectorsTheLessItShrinks() {
    double few = LedoitWolf.of(vectors(10, 6)).shrinkage();
    double many = LedoitWolf.of(vectors(10_000, 6)).shrinkage();
    assertThat(many).isLessThan(.01).isLessThan(few);
  }

  @Test
  void equalVectorsHaveNoInverse() {
    LedoitWolf none = LedoitWolf.of(new double[][] {{1, 2}, {1, 2}});
    assertThatIllegalStateException().isThrownBy(none::whitening);
  }
}
