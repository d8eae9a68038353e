package dev.prospector.jobs.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** One verifier's curves as a small SVG: the means, and their 95 % bands. */
final class Chart {
  private static final double WIDTH = 420;
  private static final double HEIGHT = 240;
  private static final double LEFT = 52;
  private static final double RIGHT = 16;
  private static final double TOP = 18;
  private static final double BOTTOM = 44;
  private static final int LABELS = 7;
  private static final double LABEL_WIDTH = 28;

  private final List<ChartLine> lines;
  private final Axis axis;
  private final Scale scale;
  private final Ticks ticks;
  private final double first;
  private final double last;

  /** A chart of at least one line. */
  Chart(List<ChartLine> lines, Axis axis, Scale scale) {
    this.lines = lines;
    this.axis = axis;
    this.scale = scale;
    double low = extreme(ChartLine::low).min().orElseThrow();
    double high = extreme(ChartLine::high).max().orElseThrow();
    this.ticks = Ticks.enclosing(high > low ? low : scale.below(high), high, 4);
    this.first = lines.stream().mapToDouble(l -> axis.value(l.first())).min().orElseThrow();
    this.last = lines.stream().mapToDouble(l -> axis.value(l.last())).max().orElseThrow();
  }

  private DoubleStream extreme(ToDoubleBiFunction<ChartLine, Curve.Point> end) {
    return lines.stream()
        .flatMapToDouble(line -> line.points().stream().mapToDouble(p -> possible(line, p, end)));
  }

  private double possible(
      ChartLine line, Curve.Point p, ToDoubleBiFunction<ChartLine, Curve.Point> end) {
    return scale.possible(end.applyAsDouble(line, p));
  }

  /**
   * The chart.
   *
   * @param name of what it shows, for those who can't see it
   */
  Markup svg(String name) {
    Markup svg = new Markup();
    svg.open(
        "svg",
        "viewBox",
        "0 0 %.0f %.0f".formatted(WIDTH, HEIGHT),
        "role",
        "img",
        "aria-label",
        name + lines.stream().map(this::summary).collect(Collectors.joining()),
        "class",
        "plot");
    axes(svg);
    lines.forEach(line -> add(svg, line));
    return svg.close();
  }

  private String summary(ChartLine line) {
    return "; %s%s after %s, %s after %s"
        .formatted(
            line.name().isEmpty() ? "mean over prompts: " : line.name() + ": ",
            scale.score(line.mean(line.first())),
            axis.point(line.first()),
            scale.score(line.mean(line.last())),
            axis.point(line.last()));
  }

  private void add(Markup svg, ChartLine line) {
    svg.open("g", "class", line.style());
    band(svg, line);
    svg.empty("polyline", "class", "line", "points", path(line.points(), line::mean));
    for (Curve.Point p : line.points()) {
      svg.open("circle", "class", "dot", "cx", at(x(p)), "cy", at(y(line.mean(p))), "r", "3");
      svg.element("title", tooltip(line, p)).close();
    }
    if (lines.size() == 1) {
      values(svg, line);
    }
    svg.close();
  }

  private void values(Markup svg, ChartLine line) {
    List<Curve.Point> points = line.points();
    if (points.size() > 1) {
      value(svg, line, line.first(), points.get(1), "start");
    }
    value(svg, line, line.last(), points.get(Math.max(0, points.size() - 2)), "end");
  }

  /** Writes the value at an end of the line, on the side that the line does not take. */
  private void value(
      Markup svg, ChartLine line, Curve.Point end, Curve.Point neighbour, String anchor) {
    boolean below = line.mean(neighbour) > line.mean(end);
    double beside = 0;
    double y = y(line.mean(end)) + (below ? 18 : -9);
    if (y > HEIGHT - BOTTOM - 4) { // On the axis's labels: it stands next to its dot.
      y = HEIGHT - BOTTOM - 4;
      beside = anchor.equals("start") ? 8 : -8;
    }
    String score = scale.score(line.mean(end));
    String x = at(x(end) + beside);
    svg.element("text", score, "class", "value", "x", x, "y", at(y), "text-anchor", anchor);
  }

  private void axes(Markup svg) {
    double right = WIDTH - RIGHT;
    for (double tick : ticks.values().toArray()) {
      line(svg, "grid", LEFT, y(tick), right, y(tick));
      label(svg, scale.tick(tick, ticks.step()), LEFT - 8, y(tick) + 4, "end");
    }
    double base = HEIGHT - BOTTOM;
    line(svg, "axis", LEFT, base, right, base);
    double[] marks = axis.marks(lines);
    int every = (marks.length + LABELS - 1) / LABELS;
    double labelled = Double.POSITIVE_INFINITY;
    // From the end, so that the last point has its label.
    for (int i = marks.length - 1; i >= 0; i--) {
      double x = x(marks[i]);
      line(svg, "axis", x, base, x, base + 4);
      if ((marks.length - 1 - i) % every == 0 && labelled - x >= LABEL_WIDTH) {
        label(svg, Text.count(Math.round(marks[i])), x, base + 18, "middle");
        labelled = x;
      }
    }
    label(svg, axis.title(), (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "middle");
  }

  private void band(Markup svg, ChartLine line) {
    if (line.scores(line.first()).isKnown()) {
      List<Curve.Point> back = new ArrayList<>(line.points());
      Collections.reverse(back);
      String outline = path(line.points(), line::high) + " " + path(back, line::low);
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

  private String tooltip(ChartLine line, Curve.Point p) {
    String band =
        line.scores(p).isKnown()
            ? " (95 % " + scale.score(line.low(p)) + " … " + scale.score(line.high(p)) + ")"
            : "";
    String name = line.name().isEmpty() ? "" : line.name() + ", ";
    return name + axis.point(p) + ": " + scale.score(line.mean(p)) + band;
  }

  private double x(Curve.Point p) {
    return x(axis.value(p));
  }

  private double x(double value) {
    return LEFT + 10 + axis.part(value, first, last) * (WIDTH - LEFT - RIGHT - 20);
  }

  private double y(double score) {
    double part = (scale.possible(score) - ticks.first()) / (ticks.last() - ticks.first());
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
