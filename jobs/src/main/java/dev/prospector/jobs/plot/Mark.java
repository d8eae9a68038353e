package dev.prospector.jobs.plot;

/**
 * A value with its interval.
 *
 * @param x above 0
 * @param y finite
 * @param low end of the interval; NaN without one, as high is then
 * @param high end of the interval
 */
public record Mark(double x, double y, double low, double high) {
  boolean hasInterval() {
    return Double.isFinite(low) && Double.isFinite(high);
  }
}
