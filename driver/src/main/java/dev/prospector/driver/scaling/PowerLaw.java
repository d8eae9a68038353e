package dev.prospector.driver.scaling;

import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * a − b·n^(−c): the score nears a, and what is missing shrinks by 2^c with every doubling.
 *
 * <p>For a given c it is a straight line in n^(−c), of which least squares has a closed form, so
 * only c is searched for: the best of a grid, then Brent's minimum (1973) between its neighbours.
 * That is variable projection (Golub and Pereyra 1973), which can't diverge.
 *
 * @param a the limit
 * @param b what is missing from it at n = 1
 * @param c from {@value #LEAST} to {@value #MOST}: of a slower one data can't tell whether there is
 *     a limit, of a faster one not how it is reached
 */
public record PowerLaw(double a, double b, double c) implements Law {
  static final double LEAST = .02;
  static final double MOST = 5;
  private static final double EDGE = 1.01;
  private static final int GRID = 12;
  private static final double RELATIVE = 1e-9;
  private static final double ABSOLUTE = 1e-12;
  private static final int EVALUATIONS = 200;

  static PowerLaw fit(double[] n, double[] y) {
    int best = 0;
    double least = error(n, y, at(0));
    for (int i = 1; i < GRID; i++) {
      double error = error(n, y, at(i));
      // A level curve fits all of them alike.
      if (error < least * (1 - RELATIVE)) {
        best = i;
        least = error;
      }
    }
    double c =
        new BrentOptimizer(RELATIVE, ABSOLUTE)
            .optimize(
                new UnivariateObjectiveFunction(log -> error(n, y, Math.exp(log))),
                GoalType.MINIMIZE,
                new MaxEval(EVALUATIONS),
                new SearchInterval(
                    Math.log(at(Math.max(0, best - 1))),
                    Math.log(at(Math.min(GRID - 1, best + 1))),
                    Math.log(at(best))))
            .getPoint();
    return line(n, y, Math.exp(c));
  }

  /** Evenly in log c. */
  private static double at(int step) {
    return LEAST * Math.pow(MOST / LEAST, step / (GRID - 1.0));
  }

  private static double error(double[] n, double[] y, double c) {
    PowerLaw law = line(n, y, c);
    double sum = 0;
    for (int i = 0; i < n.length; i++) {
      double error = law.at(n[i]) - y[i];
      sum += error * error;
    }
    return sum;
  }

  /** Of compute in units of the least: n^(−c) itself may be next to nothing. */
  private static PowerLaw line(double[] n, double[] y, double c) {
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < n.length; i++) {
      line.addData(-Math.pow(n[i] / n[0], -c), y[i]);
    }
    return new PowerLaw(line.getIntercept(), line.getSlope() * Math.pow(n[0], c), c);
  }

  @Override
  public double at(double n) {
    return a - b * Math.pow(n, -c);
  }

  @Override
  public double[] parameters() {
    return new double[] {a, b, c};
  }

  @Override
  public boolean isAtBound() {
    return !(c > LEAST * EDGE && c < MOST / EDGE);
  }
}
