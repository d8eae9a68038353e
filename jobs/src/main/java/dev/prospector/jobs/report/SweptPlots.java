package dev.prospector.jobs.report;

import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.driver.scaling.CurveFits;
import dev.prospector.driver.scaling.Fit;
import dev.prospector.driver.scaling.ScalingCurve;
import dev.prospector.driver.sweep.Observation;
import dev.prospector.jobs.plot.Line;
import dev.prospector.jobs.plot.Line.Style;
import dev.prospector.jobs.plot.Mark;
import dev.prospector.jobs.plot.Plot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Curves of a metric as plots, of no more lines each than can be told apart. */
final class SweptPlots {
  /** How far curves are drawn on, in times the largest budget. */
  private static final double BEYOND = 4;

  /** Few, since dashes begin anew at each. */
  private static final int STEPS = 4;

  private final SweptMetric metric;
  private final List<CurveFits> curves;
  private final SweptColours colours;

  /** Of all curves of the metric. */
  SweptPlots(SweptMetric metric, List<CurveFits> curves, SweptColours colours) {
    this.metric = metric;
    this.curves = curves;
    this.colours = colours;
  }

  List<Plot> all() {
    if (curves.size() <= Plot.MOST_LINES) {
      return List.of(plot(metric.title(), curves, Set.of()));
    }
    List<Plot> sevens = bySevens();
    return byKey().filter(plots -> plots.size() <= 2 * sevens.size()).orElse(sevens);
  }

  /**
   * A plot for each value of the setting that needs the fewest of them, if one setting is enough.
   */
  private Optional<List<Plot>> byKey() {
    TreeSet<String> keys = new TreeSet<>();
    curves.forEach(one -> keys.addAll(one.curve().settings().keySet()));
    return keys.stream()
        .filter(key -> split(key).values().stream().allMatch(p -> p.size() <= Plot.MOST_LINES))
        .min(Comparator.comparingInt(key -> split(key).size()))
        .map(
            key ->
                split(key).entrySet().stream()
                    .map(
                        part ->
                            plot(
                                metric.title() + ": " + part.getKey(),
                                part.getValue(),
                                alike(split(key))))
                    .toList());
  }

  /** Settings that are the same within each part. */
  private Set<String> alike(Map<String, List<CurveFits>> parts) {
    Set<String> keys = new TreeSet<>();
    curves.forEach(one -> keys.addAll(one.curve().settings().keySet()));
    keys.removeIf(
        key ->
            parts.values().stream()
                .anyMatch(
                    part ->
                        part.stream().map(one -> one.curve().settings().get(key)).distinct().count()
                            > 1));
    return keys;
  }

  private Map<String, List<CurveFits>> split(String key) {
    Map<String, List<CurveFits>> parts = new TreeMap<>();
    for (CurveFits one : curves) {
      String value = one.curve().settings().get(key);
      String part = value == null ? "all " + key : key + " " + value;
      parts.computeIfAbsent(part, name -> new ArrayList<>()).add(one);
    }
    return parts;
  }

  private List<Plot> bySevens() {
    int parts = (curves.size() + Plot.MOST_LINES - 1) / Plot.MOST_LINES;
    return IntStream.range(0, parts)
        .mapToObj(
            i ->
                plot(
                    "%s (%d of %d)".formatted(metric.title(), i + 1, parts),
                    curves.subList(
                        i * Plot.MOST_LINES, Math.min(curves.size(), (i + 1) * Plot.MOST_LINES)),
                    Set.of()))
        .toList();
  }

  /**
   * A plot.
   *
   * @param alike settings that don't tell its curves apart, nor those of its sisters
   */
  private Plot plot(String title, List<CurveFits> part, Set<String> alike) {
    List<ScalingCurve> all = part.stream().map(CurveFits::curve).toList();
    List<Integer> numbers = colours.of(all.stream().map(curve -> line(curve, alike)).toList());
    return new Plot(
        title,
        "NFE per prompt",
        metric.isShare() ? "share" : "score",
        metric.isShare(),
        IntStream.range(0, all.size())
            .mapToObj(
                i ->
                    new Line(
                        all.get(i).name(all),
                        Style.CURVE,
                        measured(all.get(i)),
                        beyond(part.get(i)),
                        numbers.get(i)))
            .filter(line -> !line.measured().isEmpty())
            .toList());
  }

  /** What a curve is in any picture, of whatever metric: names differ with the arms that it has. */
  private static List<Object> line(ScalingCurve curve, Set<String> alike) {
    Map<String, String> settings = new TreeMap<>(curve.settings());
    settings.keySet().removeIf(key -> alike.contains(key) || !Observation.isSetting(key));
    return List.of(settings, curve.along());
  }

  private static List<Mark> measured(ScalingCurve curve) {
    return curve.points().stream()
        .filter(point -> Double.isFinite(point.mean()))
        .map(
            point -> {
              Optional<Estimate> interval = point.interval();
              return new Mark(
                  point.nfe(),
                  point.mean(),
                  interval.map(Estimate::low).orElse(Double.NaN),
                  interval.map(Estimate::high).orElse(Double.NaN));
            })
        .toList();
  }

  /** As the law says that predicts best, where it says enough. */
  private static List<Mark> beyond(CurveFits fits) {
    Optional<Fit.Identified> best = fits.best();
    if (best.isEmpty()) {
      return List.of();
    }
    List<ScalingCurve.Point> points = fits.curve().points();
    double from = points.get(points.size() - 1).nfe();
    return IntStream.rangeClosed(0, STEPS)
        .mapToObj(
            i -> {
              double nfe = from * Math.pow(BEYOND, (double) i / STEPS);
              Estimate at = fits.at(best.get(), nfe);
              return new Mark(nfe, at.mean(), at.low(), at.high());
            })
        .toList();
  }

  /**
   * Arms, and which of them nothing beats.
   *
   * @param which they are, in a word
   */
  static Plot front(
      String title, String x, SweptMetric metric, String which, List<Mark> all, List<Mark> front) {
    Map<Mark, Mark> others = new LinkedHashMap<>();
    all.stream().filter(mark -> !front.contains(mark)).forEach(mark -> others.put(mark, mark));
    return new Plot(
        title,
        x,
        metric.isShare() ? "share" : "score",
        metric.isShare(),
        List.of(
            new Line(which, Style.QUIET, List.copyOf(others.values()), List.of(), 0),
            new Line("what no cheaper arm reaches", Style.STEPS, front, List.of(), 0)));
  }
}
