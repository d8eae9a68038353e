package dev.prospector.jobs.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A plot as XChart draws it. Colours are those of Okabe and Ito (2008), which people who see red
 * and green alike tell apart too; markers differ as well.
 */
final class Painting {
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9),
          Color.BLACK);
  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.TRIANGLE_DOWN,
          SeriesMarkers.TRAPEZOID,
          SeriesMarkers.OVAL);
  private static final Color QUIET = new Color(0x9AA0A6);
  private static final Color GRID = new Color(0xE3E3DE);
  private static final Color TEXT = new Color(0x33373B);
  private static final BasicStroke SOLID =
      new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final BasicStroke BAR =
      new BasicStroke(8, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
  private static final BasicStroke DASHED =
      new BasicStroke(
          2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {7, 5}, 0);
  private static final int BAND = 46;
  private static final int BEYOND = 26;

  /** Width of a bold letter, in its height. */
  private static final double TITLE_LETTER = .66;

  /** Of a picture's width, what marks of the axis and margins take: titles stand over the rest. */
  private static final int BESIDE = 90;

  private final XYChart chart;
  private final Frame frame;

  private Painting(Plot plot, int width, int height) {
    this.chart = new XYChart(width, height);
    this.frame = Frame.of(plot);
  }

  static XYChart of(Plot plot, int width, int height) {
    Painting painting = new Painting(plot, width, height);
    painting.style(plot, width);
    for (int i = 0; i < plot.lines().size(); i++) {
      painting.bands(plot.lines().get(i), i);
    }
    for (int i = 0; i < plot.lines().size(); i++) {
      painting.line(plot.lines().get(i), i);
    }
    return painting.chart;
  }

  private void style(Plot plot, int width) {
    chart.setTitle(plot.title());
    chart.setXAxisTitle(plot.x());
    chart.setYAxisTitle(plot.y());
    XYStyler styler = chart.getStyler();
    int fits = (int) ((width - BESIDE) / (TITLE_LETTER * plot.title().length()));
    styler.setChartTitleFont(font(Font.BOLD, Math.max(9, Math.min(15, fits))));
    styler.setAxisTitleFont(font(Font.PLAIN, 14));
    styler.setAxisTickLabelsFont(font(Font.PLAIN, 13));
    styler.setLegendFont(font(Font.PLAIN, 13));
    styler.setChartFontColor(TEXT);
    styler.setAxisTickLabelsColor(TEXT);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setChartTitleBoxVisible(false);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Vertical);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPadding(6);
    styler.setLegendVisible(plot.lines().stream().anyMatch(line -> !line.name().isEmpty()));
    styler.setMarkerSize(8);
    styler.setXAxisMin(frame.left());
    styler.setXAxisMax(frame.right());
    styler.setYAxisMin(frame.bottom());
    styler.setYAxisMax(frame.top());
    styler.setXAxisTickMarkSpacingHint(frame.spacing(width));
    styler.setYAxisTickMarkSpacingHint(45);
    styler.setxAxisTickLabelsFormattingFunction(Frame::x);
    styler.setyAxisTickLabelsFormattingFunction(frame.y());
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  private void bands(Line line, int number) {
    if (line.style() == Line.Style.CURVE) {
      Color colour = COLOURS.get(line.colour());
      band("measured " + number, line.measured(), clear(colour, BAND));
      band("beyond " + number, line.beyond(), clear(colour, BEYOND));
    }
  }

  private static Color clear(Color colour, int alpha) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
  }

  private void band(String name, List<Mark> all, Color colour) {
    List<Mark> marks = all.stream().filter(Mark::hasInterval).toList();
    if (marks.size() == 1) {
      bar(name, marks.get(0), colour);
    }
    if (marks.size() < 2) {
      return;
    }
    List<Mark> back = new ArrayList<>(marks);
    Collections.reverse(back);
    List<Double> x = new ArrayList<>(logs(marks));
    x.addAll(logs(back));
    List<Double> y = new ArrayList<>(marks.stream().map(m -> frame.within(m.high())).toList());
    y.addAll(back.stream().map(m -> frame.within(m.low())).toList());
    XYSeries band = chart.addSeries("band " + name, x, y);
    band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    band.setFillColor(colour);
    band.setLineStyle(SeriesLines.NONE).setLineColor(colour);
    band.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
  }

  /** What a band is where there is one mark. */
  private void bar(String name, Mark mark, Color colour) {
    double x = Frame.log(mark.x());
    XYSeries bar =
        chart.addSeries(
            "bar " + name,
            List.of(x, x),
            List.of(frame.within(mark.low()), frame.within(mark.high())));
    bar.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    bar.setLineStyle(BAR).setLineColor(colour);
    bar.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
  }

  private void line(Line line, int number) {
    boolean isQuiet = line.style() == Line.Style.QUIET;
    Color with = isQuiet ? QUIET : COLOURS.get(line.colour());
    if (!line.measured().isEmpty()) {
      XYSeries series =
          chart.addSeries("line " + number, logs(line.measured()), heights(line.measured()));
      series.setXYSeriesRenderStyle(
          switch (line.style()) {
            case CURVE -> XYSeriesRenderStyle.Line;
            case STEPS -> XYSeriesRenderStyle.Step;
            case QUIET -> XYSeriesRenderStyle.Scatter;
          });
      series.setLineStyle(SOLID).setLineColor(with);
      series.setMarker(isQuiet ? SeriesMarkers.CIRCLE : MARKERS.get(line.colour()));
      series.setMarkerColor(with);
      series.setLabel(line.name()).setShowInLegend(!line.name().isEmpty());
    }
    if (!line.beyond().isEmpty()) {
      XYSeries series =
          chart.addSeries("dashes " + number, logs(line.beyond()), heights(line.beyond()));
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
      series.setLineStyle(DASHED).setLineColor(with);
      series.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
    }
  }

  private static List<Double> logs(List<Mark> marks) {
    return marks.stream().map(mark -> Frame.log(mark.x())).toList();
  }

  private List<Double> heights(List<Mark> marks) {
    return marks.stream().map(mark -> frame.within(mark.y())).toList();
  }
}
