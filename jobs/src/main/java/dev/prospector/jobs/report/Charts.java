package dev.prospector.jobs.report;

import java.util.List;

/** A chart for each verifier, side by side; their scales differ. */
final class Charts {
  private Charts() {}

  /** Against NFE and, where there are several, rounds. */
  static Markup of(RunResults findings, Curve curve) {
    Markup charts = new Markup();
    if (curve.points().isEmpty()) {
      return charts.element("p", "The round log holds no finished image.", "class", "quiet");
    }
    charts.add(all(findings, curve.points(), Axis.NFE));
    if (curve.rounds().size() > 1) {
      charts.open("details", "class", "rounds").element("summary", "The same by round");
      charts.add(all(findings, curve.rounds(), Axis.ROUNDS)).close();
    }
    return charts;
  }

  private static Markup all(RunResults findings, List<Curve.Point> points, Axis axis) {
    Markup figures = new Markup().open("div", "class", layout(findings.verifiers().size()));
    for (int v = 0; v < findings.verifiers().size(); v++) {
      String style = findings.isSearched(v) ? "searched" : "held";
      ChartLine line = new ChartLine("", style, points, v);
      Chart chart = new Chart(List.of(line), axis, findings.scales().get(v));
      figures.add(figure(findings.verifiers().get(v), findings.role(v), style, chart));
    }
    return figures.close();
  }

  /** A chart under the name of its verifier. */
  static Markup figure(String name, String role, String style, Chart chart) {
    Markup figure = new Markup().open("figure", "class", "chart " + style);
    figure.open("figcaption").element("strong", name).text(" ").element("span", role).close();
    return figure.add(chart.svg(name + ", " + role)).close();
  }

  /** Four stand better in two rows of two than as three and one. */
  static String layout(int charts) {
    return charts == 2 || charts == 4 ? "charts two" : "charts";
  }
}
