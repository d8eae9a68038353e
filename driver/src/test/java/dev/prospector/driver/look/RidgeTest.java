package dev.prospector.driver.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RidgeTest {
  private static final int ROWS = 40;
  private static final int UNKNOWNS = 4;

  private final double[][] x = new double[ROWS][UNKNOWNS];
  private final double[] y = new double[ROWS];

  RidgeTest() {
    SplittableRandom random = new SplittableRandom(3);
    for (int row = 0; row < ROWS; row++) {
      for (int i = 0; i < UNKNOWNS; i++) {
        x[row][i] = random.nextGaussian();
      }
      y[row] = x[row][0] - 2 * x[row][3] + random.nextGaussian();
    }
  }

  @Test
  void oneWeightIsTheShrunkenQuotient() {
    double[][] column = {{1}, {2}, {-3}};
    double[] target = {2, 3, -4};
    assertThat(Ridge.of(column, target, 1).solve(6)[0])
        .isCloseTo((2 + 6 + 12) / (1 + 4 + 9 + 6.0), within(1e-12));
  }

  /** Where |y − Xβ|² + λ|β|² is least its gradient is 0. */
  @Test
  void nothingNearbyIsBetter() {
    double lambda = 2.5;
    double[] weights = Ridge.of(x, y, UNKNOWNS).solve(lambda);
    for (int i = 0; i < UNKNOWNS; i++) {
      double gradient = lambda * weights[i];
      for (int row = 0; row < ROWS; row++) {
        double residual = -y[row];
        for (int j = 0; j < UNKNOWNS; j++) {
          residual += x[row][j] * weights[j];
        }
        gradient += x[row][i] * residual;
      }
      assertThat(gradient).isCloseTo(0, within(1e-9));
    }
  }

  @Test
  void rowsCanBeTakenOutAgain() {
    double[][] others = {{9, 8, 7, 6}, {-5, 1, 0, 2}};
    double[] targets = {100, -3};
    Ridge some = Ridge.of(x, y, UNKNOWNS);
    Ridge more = Ridge.of(others, targets, UNKNOWNS);
    assertThat(some.plus(more).without(more).solve(1)).containsExactly(some.solve(1), within(1e-9));
  }
}
