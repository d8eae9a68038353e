package dev.prospector.driver.scaling;

import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * a + b·log n: every doubling gains b·log 2, for ever.
 *
 * @param a the score at n = 1
 * @param b for each e-fold of compute
 */
public record LogLaw(double a, double b) implements Law {

  static LogLaw fit(double[] n, double[] y) {
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < n.length; i++) {
      line.addData(Math.log(n[i]), y[i]);
    }
    return new LogLaw(line.getIntercept(), line.getSlope());
  }

  @Override
  public double at(double n) {
    return a + b * Math.log(n);
  }

  @Override
  public double[] parameters() {
    return new double[] {a, b};
  }

  @Override
  public boolean isAtBound() {
    return false;
  }
}
