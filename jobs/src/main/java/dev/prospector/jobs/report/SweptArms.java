package dev.prospector.jobs.report;

import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.driver.scaling.ParetoFront;
import dev.prospector.driver.scaling.ScalingCosts;
import dev.prospector.driver.scaling.ScalingCurve;
import dev.prospector.driver.sweep.Observation;
import dev.prospector.jobs.plot.Mark;
import dev.prospector.jobs.plot.Plot;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** A sweep's arms: what they came to, what they cost, and which nothing beats. */
final class SweptArms {
  private static final int PROMPTS = 1000;

  private final List<SweptMetric> metrics;
  private final ScalingCosts costs;
  private final FlopsUnit unit;

  /** By arm, then by metric. */
  private final Map<String, Map<String, Observation>> arms = new LinkedHashMap<>();

  SweptArms(Collection<Observation> observations, List<SweptMetric> metrics, ScalingCosts costs) {
    this.metrics = metrics;
    this.costs = costs;
    this.unit = FlopsUnit.of(costs.flopsPerPrompt().values().stream().mapToDouble(flops -> flops));
    observations.forEach(
        one ->
            arms.computeIfAbsent(one.arm(), arm -> new LinkedHashMap<>()).put(one.metric(), one));
  }

  int count() {
    return arms.size();
  }

  int prompts() {
    return arms.values().stream()
        .flatMap(of -> of.values().stream())
        .mapToInt(one -> one.byPrompt().length)
        .max()
        .orElse(0);
  }

  private Observation first(String arm) {
    return arms.get(arm).values().iterator().next();
  }

  private double mean(String arm, SweptMetric metric) {
    Observation of = arms.get(arm).get(metric.metric());
    return of == null ? Double.NaN : of.mean();
  }

  private List<String> front(SweptMetric metric, ToDoubleFunction<String> cost) {
    return ParetoFront.of(arms.keySet(), cost, arm -> mean(arm, metric));
  }

  /** The front of a metric against NFE. */
  Optional<Plot> againstNfe(SweptMetric metric) {
    return against(metric, "NFE per prompt", costs::nfe);
  }

  /** The same against the price where there is one, else against time; empty without times. */
  Optional<Plot> againstTime(SweptMetric metric) {
    return costs.pricePerHour().isPresent()
        ? against(metric, "price of 1,000 prompts", arm -> PROMPTS * costs.price(arm))
        : against(metric, "seconds per prompt on one device", costs::seconds);
  }

  /** The same against floating-point operations; empty unless all arms' are known. */
  Optional<Plot> againstFlops(SweptMetric metric) {
    return withoutFlops() > 0
        ? Optional.empty()
        : against(metric, unit.name() + " per prompt", arm -> unit.of(costs.flops(arm)));
  }

  /** How many arms' floating-point operations are not known. */
  private long withoutFlops() {
    return arms.keySet().stream().filter(arm -> !Double.isFinite(costs.flops(arm))).count();
  }

  /** Why there are no fronts against floating-point operations; empty if there are. */
  Optional<String> unknownFlops() {
    return withoutFlops() == 0
        ? Optional.empty()
        : Optional.of(
            "Nothing is drawn against floating-point operations: those of %s of %s are not known, as bundles don't declare them for the size drawn (docs/bundles.md)."
                .formatted(Text.count(withoutFlops()), Text.counted(arms.size(), "arm")));
  }

  private Optional<Plot> against(SweptMetric metric, String x, ToDoubleFunction<String> cost) {
    List<Mark> all =
        arms.keySet().stream()
            .filter(arm -> cost.applyAsDouble(arm) > 0 && Double.isFinite(mean(arm, metric)))
            .map(arm -> mark(cost.applyAsDouble(arm), mean(arm, metric)))
            .toList();
    if (all.size() < 2) {
      return Optional.empty();
    }
    List<Mark> front =
        front(metric, cost).stream()
            .map(arm -> mark(cost.applyAsDouble(arm), mean(arm, metric)))
            .toList();
    long measured = arms.values().stream().filter(of -> of.containsKey(metric.metric())).count();
    String which = all.size() < measured ? "others that ran" : "other arms";
    return Optional.of(SweptPlots.front(metric.title(), x, metric, which, all, front));
  }

  private static Mark mark(double x, double y) {
    return new Mark(x, y, Double.NaN, Double.NaN);
  }

  /** Which is best, and which can't be told from it and costs the least. */
  String result() {
    List<String> front = metrics.isEmpty() ? List.of() : front(metrics.get(0), costs::nfe);
    if (front.isEmpty()) {
      return "No arm has come to anything yet.";
    }
    SweptMetric judge = metrics.get(0);
    String best = front.get(front.size() - 1);
    Optional<Estimate> interval = interval(arms.get(best).get(judge.metric()));
    double least = interval.map(Estimate::low).orElse(Double.NEGATIVE_INFINITY);
    String cheapest =
        front.stream().filter(arm -> mean(arm, judge) >= least).findFirst().orElse(best);
    String said =
        "%s: %s%s by %s, at %s NFE per prompt"
            .formatted(
                judge.title(),
                judge.scale().score(mean(best, judge)),
                interval.map(of -> " (%s)".formatted(between(judge.scale(), of))).orElse(""),
                best,
                Text.rate(costs.nfe(best)));
    if (best.equals(cheapest)) {
      boolean isAlone = interval.isEmpty() || arms.size() == 1;
      return said + (isAlone ? "." : "; no cheaper arm comes within that interval.");
    }
    return said
        + "; the cheapest arm%s, %s, has %s at %s."
            .formatted(
                interval.isPresent() ? " within that interval" : "",
                cheapest,
                judge.scale().score(mean(cheapest, judge)),
                Text.rate(costs.nfe(cheapest)));
  }

  /** A row for each arm. */
  Markup table() {
    boolean times = arms.keySet().stream().anyMatch(arm -> Double.isFinite(costs.seconds(arm)));
    boolean prices = times && costs.pricePerHour().isPresent();
    boolean flops = withoutFlops() < arms.size();
    String perPrompt = unit.name() + " per prompt";
    Markup table = new Markup().open("table", "class", "arms").open("thead").open("tr");
    table.element("th", "Arm", "scope", "col").element("th", "NFE per prompt", "scope", "col");
    table.element("th", "Candidates", "scope", "col");
    if (flops) {
      table.element("th", perPrompt, "scope", "col");
    }
    if (times) {
      table.element("th", "Seconds per prompt", "scope", "col");
    }
    if (prices) {
      table.element("th", "Price of 1,000", "scope", "col");
    }
    metrics.forEach(metric -> table.element("th", metric.title(), "scope", "col"));
    table.close().close().open("tbody");
    for (String arm : arms.keySet()) {
      Observation of = first(arm);
      table.open("tr").open("th", "scope", "row");
      name(table, of);
      table.close();
      cell(table, "NFE per prompt", Text.rate(costs.nfe(arm)));
      cell(table, "Candidates", Text.rate(of.candidates()));
      if (flops) {
        cell(table, perPrompt, rate(unit.of(costs.flops(arm))));
      }
      if (times) {
        cell(table, "Seconds per prompt", number(costs.seconds(arm)));
      }
      if (prices) {
        cell(table, "Price of 1,000", number(PROMPTS * costs.price(arm)));
      }
      metrics.forEach(metric -> score(table, arm, metric));
      table.close();
    }
    return table.close().close();
  }

  /** An arm that ran has a report of its own. */
  private static void name(Markup table, Observation arm) {
    if (arm.derived()) {
      table.text(arm.arm()).text(" ").element("span", "from a pool", "class", "tag");
    } else {
      table.element("a", arm.arm(), "href", report(arm.arm()));
    }
  }

  private static String report(String arm) {
    try {
      return new URI(null, null, "arms/" + arm + "/report.html", null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("arm \"" + arm + "\" has no address", e);
    }
  }

  private void score(Markup table, String arm, SweptMetric metric) {
    table.open("td", "data-label", metric.title());
    Observation of = arms.get(arm).get(metric.metric());
    if (of == null) {
      table.text("–").close();
      return;
    }
    table.element("b", metric.scale().score(of.mean()));
    interval(of)
        .ifPresent(
            interval -> {
              table.text(" ");
              table.element("span", between(metric.scale(), interval), "class", "between");
            });
    table.close();
  }

  private static Optional<Estimate> interval(Observation of) {
    return new ScalingCurve.Point(0, 0, List.of(), Arrays.stream(of.byPrompt()).boxed().toList())
        .interval();
  }

  private static String between(Scale scale, Estimate interval) {
    return "%s\u00a0…\u00a0%s".formatted(scale.score(interval.low()), scale.score(interval.high()));
  }

  private static void cell(Markup table, String label, String text) {
    table.element("td", text, "data-label", label);
  }

  private static String rate(double value) {
    return Double.isFinite(value) ? Text.rate(value) : "–";
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : "–";
  }
}
