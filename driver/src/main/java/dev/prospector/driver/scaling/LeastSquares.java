package dev.prospector.driver.scaling;

import org.apache.commons.math3.analysis.MultivariateMatrixFunction;
import org.apache.commons.math3.analysis.MultivariateVectorFunction;
import org.apache.commons.math3.exception.ConvergenceException;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;

/** Levenberg (1944) and Marquardt (1963), from a start that is near already. */
final class LeastSquares {
  private static final int MOST = 1000;

  private LeastSquares() {}

  /**
   * The parameters, or the start where they don't settle.
   *
   * @param model what parameters predict of each point
   * @param jacobian its derivatives, a row for each point
   * @param y the points
   */
  static double[] fit(
      MultivariateVectorFunction model,
      MultivariateMatrixFunction jacobian,
      double[] y,
      double[] start) {
    try {
      return new LevenbergMarquardtOptimizer()
          .optimize(
              new LeastSquaresBuilder()
                  .model(model, jacobian)
                  .target(y)
                  .start(start)
                  .maxEvaluations(MOST)
                  .maxIterations(MOST)
                  .build())
          .getPoint()
          .toArray();
    } catch (MaxCountExceededException | ConvergenceException e) {
      return start;
    }
  }

  /** Σ (f_i − y_i)². */
  static double error(double[] predicted, double[] y) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += (predicted[i] - y[i]) * (predicted[i] - y[i]);
    }
    return sum;
  }
}
