package dev.prospector.jobs.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** One verifier's curve as a small SVG: NFE on a logarithmic axis, the mean, and its 95 % band. */
final class Chart {
  private static final double WIDTH = 420;
  private static final double HEIGHT = 240;
  private static final double LEFT = 52;
  private static final double RIGHT = 16;
  private static final double TOP = 18;
  private static final double BOTTOM = 44;
  private static final int LABELS = 7;

  private final List<Curve.Point> points;
  private final int verifier;
  private final Scale scale;
  private final Ticks ticks;

  private Chart(List<Curve.Point> points, int verifier, Scale scale) {
    this.points = points;
    this.verifier = verifier;
    this.scale = scale;
    this.ticks =
        Ticks.enclosing(
            points.stream().mapToDouble(this::low).min().orElseThrow(),
            points.stream().mapToDouble(this::high).max().orElseThrow(),
            4);
  }

  /** All verifiers side by side; their scales differ. */
  static Markup all(RunResults findings, Curve curve) {
    Markup figures = new Markup().open("div", "class", layout(findings));
    for (int v = 0; v < findings.verifiers().size(); v++) {
      String name = findings.verifiers().get(v);
      String role = findings.role(v);
      figures.open("figure", "class", findings.isSearched(v) ? "chart searched" : "chart held");
      figures.open("figcaption").element("strong", name).text(" ").element("span", role);
      figures.close();
      Chart chart = new Chart(curve.points(), v, findings.scales().get(v));
      figures.add(chart.svg(name + ", " + role)).close();
    }
    return figures.close();
  }

  /** Four stand better in two rows of two than as three and one. */
  private static String layout(RunResults findings) {
    int charts = findings.verifiers().size();
    return charts == 2 || charts == 4 ? "charts two" : "charts";
  }

  private Markup svg(String name) {
    Curve.Point first = points.get(0);
    Curve.Point last = points.get(points.size() - 1);
    String summary =
        "%s, mean over prompts: %s after %s NFE, %s after %s NFE"
            .formatted(name, score(first), nfe(first), score(last), nfe(last));
    Markup svg = new Markup();
    svg.open(
        "svg",
        "viewBox",
        "0 0 %.0f %.0f".formatted(WIDTH, HEIGHT),
        "role",
        "img",
        "aria-label",
        summary,
        "class",
        "plot");
    axes(svg);
    band(svg);
    svg.empty("polyline", "class", "line", "points", path(points, this::mean));
    for (Curve.Point p : points) {
      svg.open("circle", "class", "dot", "cx", at(x(p)), "cy", at(y(mean(p))), "r", "3");
      svg.element("title", tooltip(p)).close();
    }
    if (points.size() > 1) {
      value(svg, first, points.get(1), "start");
    }
    value(svg, last, points.get(Math.max(0, points.size() - 2)), "end");
    return svg.close();
  }

  /** Writes the value at an end of the line, on the side that the line does not take. */
  private void value(Markup svg, Curve.Point end, Curve.Point neighbour, String anchor) {
    boolean below = mean(neighbour) > mean(end);
    double y = y(mean(end)) + (below ? 18 : -9);
    svg.element(
        "text", score(end), "class", "value", "x", at(x(end)), "y", at(y), "text-anchor", anchor);
  }

  private void axes(Markup svg) {
    double right = WIDTH - RIGHT;
    for (double tick : ticks.values().toArray()) {
      line(svg, "grid", LEFT, y(tick), right, y(tick));
      label(svg, scale.tick(tick, ticks.step()), LEFT - 8, y(tick) + 4, "end");
    }
    double base = HEIGHT - BOTTOM;
    line(svg, "axis", LEFT, base, right, base);
    int every = (points.size() + LABELS - 1) / LABELS;
    for (int i = 0; i < points.size(); i++) {
      Curve.Point p = points.get(i);
      line(svg, "axis", x(p), base, x(p), base + 4);
      // Counted from the end, so that the last point has its label.
      if ((points.size() - 1 - i) % every == 0) {
        label(svg, nfe(p), x(p), base + 18, "middle");
      }
    }
    label(svg, "NFE per prompt", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "middle");
  }

  private void band(Markup svg) {
    if (points.get(0).scores().get(verifier).isKnown()) {
      List<Curve.Point> back = new ArrayList<>(points);
      Collections.reverse(back);
      String outline = path(points, this::high) + " " + path(back, this::low);
      svg.empty("polygon", "class", "band", "points", outline);
    }
  }

  private static void line(Markup svg, String style, double x1, double y1, double x2, double y2) {
    String d = "M" + at(x1) + "," + at(y1) + "L" + at(x2) + "," + at(y2);
    svg.empty("path", "class", style, "d", d);
  }

  private static void label(Markup svg, String text, double x, double y, String anchor) {
    svg.element("text", text, "x", at(x), "y", at(y), "text-anchor", anchor);
  }

  private String tooltip(Curve.Point p) {
    Interval i = p.scores().get(verifier);
    String band =
        i.isKnown() ? " (95 % " + scale.score(low(p)) + " … " + scale.score(high(p)) + ")" : "";
    return Text.counted(p.images(), "image") + ", " + nfe(p) + " NFE: " + score(p) + band;
  }

  private double mean(Curve.Point p) {
    return p.scores().get(verifier).mean();
  }

  private double low(Curve.Point p) {
    Interval i = p.scores().get(verifier);
    return scale.possible(i.isKnown() ? i.low() : i.mean());
  }

  private double high(Curve.Point p) {
    Interval i = p.scores().get(verifier);
    return scale.possible(i.isKnown() ? i.high() : i.mean());
  }

  private String score(Curve.Point p) {
    return scale.score(mean(p));
  }

  private static String nfe(Curve.Point p) {
    return Text.count(Math.round(p.nfe()));
  }

  private double x(Curve.Point p) {
    double first = Math.log(Math.max(1, points.get(0).nfe()));
    double last = Math.log(Math.max(1, points.get(points.size() - 1).nfe()));
    double part = last > first ? (Math.log(Math.max(1, p.nfe())) - first) / (last - first) : 0.5;
    return LEFT + 10 + part * (WIDTH - LEFT - RIGHT - 20);
  }

  private double y(double score) {
    double part = (score - ticks.first()) / (ticks.last() - ticks.first());
    return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
  }

  private String path(List<Curve.Point> along, ToDoubleFunction<Curve.Point> v) {
    return along.stream()
        .map(p -> at(x(p)) + "," + at(y(v.applyAsDouble(p))))
        .collect(Collectors.joining(" "));
  }

  private static String at(double coordinate) {
    return String.format(Locale.ROOT, "%.1f", coordinate);
  }
}
