package dev.prospector.jobs.plot;

import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What part of the plane a plot shows, in units of its axes: x by its base 2 logarithm, so that
 * every doubling is as wide. Intervals beyond what is measured may be wide: they end at the frame.
 */
record Frame(double left, double right, double bottom, double top, boolean areShares) {
  private static final double MARGIN = .06;
  private static final double SMALL = 1e-9;

  static Frame of(Plot plot) {
    double[] x =
        plot.lines().stream()
            .flatMap(line -> Stream.concat(line.measured().stream(), line.beyond().stream()))
            .mapToDouble(mark -> log(mark.x()))
            .sorted()
            .toArray();
    double[] y =
        plot.lines().stream()
            .flatMapToDouble(
                line ->
                    DoubleStream.concat(
                        line.measured().stream()
                            .flatMapToDouble(m -> DoubleStream.of(m.low(), m.y(), m.high())),
                        line.beyond().stream().mapToDouble(Mark::y)))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    double left = x[0];
    double right = Math.max(x[x.length - 1], left + SMALL);
    double aside =
        right - left < 1 ? 1 : 0; // Two doublings at least, so that marks of the axis fall into it.
    double range = y[y.length - 1] - y[0];
    double margin = range > SMALL ? MARGIN * range : Math.max(MARGIN, Math.abs(y[0]) * MARGIN);
    double bottom = y[0] - margin;
    double top = y[y.length - 1] + margin;
    return plot.areShares()
        ? new Frame(left - aside, right + aside, Math.max(0, bottom), Math.min(1, top), true)
        : new Frame(left - aside, right + aside, bottom, top, false);
  }

  static double log(double x) {
    return Math.log(x) / Math.log(2);
  }

  /** The value, or the end of the frame that is nearest. */
  double within(double y) {
    return Math.min(top, Math.max(bottom, y));
  }

  /** So many pixels for each mark of the axis that every mark is a doubling, or several. */
  int spacing(int pixels) {
    return (int) Math.max(60, .8 * pixels / (right - left));
  }

  static String x(double log) {
    double value = Math.pow(2, log);
    return value >= 100 || Math.abs(value - Math.rint(value)) < SMALL * value
        ? String.format(Locale.ROOT, "%,d", Math.round(value))
        : String.format(Locale.ROOT, "%.3g", value);
  }

  /** No more digits than marks need that lie a fifth of the frame apart. */
  Function<Double, String> y() {
    double factor = areShares ? 100 : 1;
    double step = (top - bottom) / 5 * factor;
    int digits = (int) Math.max(0, Math.ceil(-Math.log10(step)));
    String format = "%." + digits + "f" + (areShares ? " %%" : "");
    return value -> {
      String text = String.format(Locale.ROOT, format, value * factor);
      return text.startsWith("-") ? "−" + text.substring(1) : text;
    };
  }
}
