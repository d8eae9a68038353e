package dev.prospector.jobs.report;

import java.util.List;

/**
 * One curve on a chart.
 *
 * @param name of what it is of, where there are several; else empty
 * @param style its class
 * @param points in the axis's order, at least one
 * @param verifier whose scores
 */
record ChartLine(String name, String style, List<Curve.Point> points, int verifier) {

  Curve.Point first() {
    return points.get(0);
  }

  Curve.Point last() {
    return points.get(points.size() - 1);
  }

  Interval scores(Curve.Point p) {
    return p.scores().get(verifier);
  }

  double mean(Curve.Point p) {
    return scores(p).mean();
  }

  double low(Curve.Point p) {
    return scores(p).isKnown() ? scores(p).low() : mean(p);
  }

  double high(Curve.Point p) {
    return scores(p).isKnown() ? scores(p).high() : mean(p);
  }
}
