package dev.prospector.jobs.report;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Round numbers along an axis, 1, 2 or 5 times a power of ten apart.
 *
 * @param first at or below the smallest value
 * @param step between ticks
 * @param count of ticks; the last is at or above the largest value
 */
record Ticks(double first, double step, int count) {

  /** Ticks that enclose [low, high], about {@code wanted} of them. */
  static Ticks enclosing(double low, double high, int wanted) {
    double span = high > low ? high - low : Math.max(Math.abs(low), 1) * 0.1;
    double step = step(span / wanted);
    long from = (long) Math.floor(low / step + 1e-9);
    long to = (long) Math.ceil(Math.max(high, low + span * 0.5) / step - 1e-9);
    return new Ticks(from * step, step, (int) (to - from) + 1);
  }

  double last() {
    return first + (count - 1) * step;
  }

  DoubleStream values() {
    return IntStream.range(0, count).mapToDouble(i -> first + i * step);
  }

  private static double step(double atLeast) {
    double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
    double mantissa = atLeast / power;
    return power * (mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10);
  }
}
