package dev.prospector.jobs.report;

import java.util.List;
import java.util.stream.DoubleStream;

/** What a curve's scores are told against. */
enum Axis {
  /** Logarithmic: every doubling is as wide. */
  NFE("NFE per prompt", "image"),
  ROUNDS("Rounds", "round");

  private static final double[] ROUND = {1, 2, 5};

  private final String title;
  private final String counts;

  Axis(String title, String counts) {
    this.title = title;
    this.counts = counts;
  }

  String title() {
    return title;
  }

  double value(Curve.Point p) {
    return this == NFE ? Math.max(1, p.nfe()) : p.count();
  }

  /** Where a value lies between two others: 0 at the first and 1 at the last. */
  double part(double x, double first, double last) {
    double from = scaled(first);
    double to = scaled(last);
    return to > from ? (scaled(x) - from) / (to - from) : 0.5;
  }

  private double scaled(double x) {
    return this == NFE ? Math.log(x) : x;
  }

  /** What a point stands for. */
  String point(Curve.Point p) {
    return "%s, %s NFE".formatted(Text.counted(p.count(), counts), Text.count(Math.round(p.nfe())));
  }

  /** Values to mark: the points themselves where there is one line, else round numbers. */
  double[] marks(List<ChartLine> lines) {
    DoubleStream points = lines.stream().flatMap(l -> l.points().stream()).mapToDouble(this::value);
    if (lines.size() == 1) {
      return points.toArray();
    }
    double[] all = points.sorted().toArray();
    double first = all[0];
    double last = all[all.length - 1];
    double[] round =
        DoubleStream.iterate(1, power -> power <= last, power -> power * 10)
            .flatMap(power -> DoubleStream.of(ROUND).map(r -> r * power))
            .filter(x -> x >= first && x <= last)
            .toArray();
    return round.length > 1 ? round : DoubleStream.of(first, last).distinct().toArray();
  }
}
