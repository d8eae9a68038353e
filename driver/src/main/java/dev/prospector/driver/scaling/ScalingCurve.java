package dev.prospector.driver.scaling;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.driver.sweep.Observation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * How a metric grows with compute where nothing else differs. Arms that differ in their seed alone
 * are one point of it: each prompt counts with its mean over them.
 *
 * @param metric as {@link Observation#metric}
 * @param settings that all its points share, of those in which arms differ; not the seed
 * @param along what its points differ in: {@link #BUDGET}, or {@link #STEPS}
 * @param points one or more, by NFE
 */
public record ScalingCurve(
    String metric, SortedMap<String, String> settings, String along, List<Point> points) {
  /** Whatever says how much a search may spend. */
  public static final String BUDGET = "budget";

  /** Longer trajectories: the compute that needs no search. */
  public static final String STEPS = "steps";

  private static final String SEED = "seed";
  private static final String ACROSS = "across prompts";

  /** Of these, one is what all prompts spend together. */
  private static final Set<String> DEALT = Set.of("mean-candidates", "total-budget");

  private static final Set<String> BUDGETS =
      Set.of(BUDGET, "candidates", "mean-candidates", "total-budget");

  private static final String NUMBER = "\\d.*";

  public ScalingCurve {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    points = List.copyOf(points);
  }

  /**
   * So much compute.
   *
   * @param nfe a prompt
   * @param candidates a prompt
   * @param arms that differ in their seed
   * @param byPrompt means over the arms, in the prompts' order; NaN where no arm has an image
   */
  public record Point(double nfe, double candidates, List<String> arms, List<Double> byPrompt) {
    public Point {
      arms = List.copyOf(arms);
      byPrompt = List.copyOf(byPrompt);
    }

    /** The mean with its 95 % interval over prompts; empty for fewer than 5 of them. */
    public Optional<Estimate> interval() {
      return PromptBootstrap.interval(byPrompt);
    }

    /** Over the prompts; NaN if none has an image. */
    public double mean() {
      return byPrompt.stream()
          .mapToDouble(one -> one)
          .filter(Double::isFinite)
          .average()
          .orElse(Double.NaN);
    }
  }

  /**
   * All curves of a sweep, by metric in the order of the observations. An arm stands on a curve
   * over budgets, and where it is alone there on one over steps, if that has others. Names that
   * were given to settings that go together don't part a curve: their settings do.
   */
  public static List<ScalingCurve> of(Collection<Observation> observations) {
    Map<String, Integer> prompts = new LinkedHashMap<>();
    observations.forEach(one -> prompts.merge(one.arm(), one.byPrompt().length, Math::max));
    List<ScalingCurve> curves = new ArrayList<>();
    observations.stream()
        .collect(groupingBy(Observation::metric, LinkedHashMap::new, toCollection(ArrayList::new)))
        .forEach((metric, of) -> curves.addAll(of(metric, of, prompts)));
    return curves;
  }

  private static List<ScalingCurve> of(
      String metric, List<Observation> observations, Map<String, Integer> prompts) {
    List<ScalingCurve> budgets = along(BUDGET, BUDGETS, metric, observations, prompts);
    Set<String> alone = new HashSet<>();
    budgets.stream()
        .filter(curve -> curve.points.size() == 1)
        .forEach(curve -> alone.addAll(curve.points.get(0).arms()));
    List<ScalingCurve> steps =
        along(STEPS, Set.of(STEPS), metric, observations, prompts).stream()
            .filter(curve -> curve.points.size() > 1 && !curve.isWithout(alone))
            .toList();
    Set<String> elsewhere = new HashSet<>();
    steps.forEach(curve -> curve.points.forEach(point -> elsewhere.addAll(point.arms())));
    List<ScalingCurve> curves =
        new ArrayList<>(
            budgets.stream()
                .filter(curve -> curve.points.size() > 1 || curve.isWithout(elsewhere))
                .toList());
    curves.addAll(steps);
    return curves;
  }

  private boolean isWithout(Set<String> arms) {
    return points.stream().flatMap(point -> point.arms().stream()).noneMatch(arms::contains);
  }

  private static List<ScalingCurve> along(
      String along,
      Set<String> keys,
      String metric,
      List<Observation> observations,
      Map<String, Integer> prompts) {
    Map<SortedMap<String, String>, Map<SortedMap<String, String>, List<Observation>>> curves =
        new LinkedHashMap<>();
    for (Observation one : observations) {
      SortedMap<String, String> whole = new TreeMap<>(one.settings());
      whole.keySet().removeIf(key -> key.equals(SEED) || !Observation.isSetting(key));
      SortedMap<String, String> shared = new TreeMap<>(whole);
      shared.keySet().removeAll(keys);
      DEALT.stream()
          .filter(key -> keys.contains(key) && whole.getOrDefault(key, "").matches(NUMBER))
          .forEach(key -> shared.put(key, ACROSS));
      curves
          .computeIfAbsent(shared, settings -> new LinkedHashMap<>())
          .computeIfAbsent(whole, settings -> new ArrayList<>())
          .add(one);
    }
    return curves.entrySet().stream()
        .map(
            curve ->
                new ScalingCurve(
                    metric,
                    named(curve.getKey(), curve.getValue().values()),
                    along,
                    curve.getValue().values().stream()
                        .map(seeds -> point(seeds, prompts))
                        .sorted(Comparator.comparingDouble(Point::nfe))
                        .toList()))
        .toList();
  }

  /** With the names that all of its arms have of settings that go together. */
  private static SortedMap<String, String> named(
      SortedMap<String, String> shared, Collection<List<Observation>> points) {
    List<SortedMap<String, String>> all =
        points.stream().flatMap(List::stream).map(Observation::settings).toList();
    SortedMap<String, String> named = new TreeMap<>(shared);
    all.get(0)
        .forEach(
            (key, value) -> {
              if (!Observation.isSetting(key)
                  && all.stream().allMatch(one -> value.equals(one.get(key)))) {
                named.put(key, value);
              }
            });
    return named;
  }

  private static Point point(List<Observation> seeds, Map<String, Integer> prompts) {
    int length = seeds.stream().mapToInt(one -> one.byPrompt().length).min().orElseThrow();
    return new Point(
        seeds.stream()
            .mapToDouble(one -> (double) one.nfe() / prompts.get(one.arm()))
            .average()
            .orElseThrow(),
        seeds.stream().mapToDouble(Observation::candidates).average().orElseThrow(),
        seeds.stream().map(Observation::arm).toList(),
        IntStream.range(0, length)
            .mapToObj(
                p ->
                    seeds.stream()
                        .mapToDouble(one -> one.byPrompt()[p])
                        .filter(Double::isFinite)
                        .average()
                        .orElse(Double.NaN))
            .toList());
  }

  /**
   * What tells it from the others of its metric, as people read it; empty if there are no others.
   * Where names of settings that go together are enough, they alone.
   */
  public String name(Collection<ScalingCurve> all) {
    List<ScalingCurve> others = all.stream().filter(one -> one.metric.equals(metric)).toList();
    Set<String> names = new TreeSet<>();
    others.forEach(one -> names.add(one.names()));
    if (others.size() > 1 && names.size() == others.size() && !names.contains("")) {
      return names();
    }
    List<String> parts = new ArrayList<>();
    Set<String> keys = new TreeSet<>();
    others.forEach(one -> keys.addAll(one.settings.keySet()));
    for (String key : keys) {
      boolean differs = others.stream().map(one -> one.settings.get(key)).distinct().count() > 1;
      if (differs && settings.containsKey(key)) {
        parts.add(key + " " + settings.get(key));
      }
    }
    if (along.equals(STEPS)) {
      parts.add("more steps");
    }
    return String.join(", ", parts);
  }

  private String names() {
    return settings.entrySet().stream()
        .filter(one -> !Observation.isSetting(one.getKey()) && !one.getValue().isEmpty())
        .map(Map.Entry::getValue)
        .collect(joining(", "));
  }
}
