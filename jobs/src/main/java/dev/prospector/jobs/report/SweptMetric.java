package dev.prospector.jobs.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.prospector.driver.scaling.CurveFits;
import dev.prospector.driver.sweep.Observation;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sweep was judged by.
 *
 * @param metric as {@link Observation#metric}
 */
record SweptMetric(String metric) {
  private static final String RIGHT = Observation.right("");

  /**
   * Those that say something of their own, shares that are right first. A verifier of which there
   * is such a share says the same; what was searched has another unit in each pool of an ensemble,
   * and its verifiers tell it otherwise.
   */
  static List<SweptMetric> of(Collection<Observation> observations) {
    Map<String, List<Observation>> all =
        observations.stream()
            .collect(groupingBy(Observation::metric, LinkedHashMap::new, toList()));
    List<SweptMetric> sorted =
        all.keySet().stream()
            .map(SweptMetric::new)
            .sorted(Comparator.comparingInt(SweptMetric::rank))
            .toList();
    return sorted.stream()
        .filter(one -> sorted.size() == 1 || !one.metric.equals(Observation.SEARCHED))
        .filter(
            one ->
                sorted.stream()
                    .takeWhile(better -> !better.equals(one))
                    .noneMatch(better -> says(all.get(better.metric), all.get(one.metric))))
        .toList();
  }

  private static boolean says(List<Observation> better, List<Observation> same) {
    Map<String, Observation> byArm = new LinkedHashMap<>();
    better.forEach(one -> byArm.put(one.arm(), one));
    return same.stream()
        .allMatch(
            one ->
                byArm.containsKey(one.arm())
                    && Arrays.equals(byArm.get(one.arm()).byPrompt(), one.byPrompt()));
  }

  private int rank() {
    if (metric.startsWith(RIGHT)) {
      return 0;
    }
    return metric.equals(Observation.SEARCHED) ? 3 : metric.equals(Observation.VENDI) ? 2 : 1;
  }

  boolean isShare() {
    return CurveFits.isShare(metric);
  }

  Scale scale() {
    return isShare() ? Scale.PERCENT : Scale.PLAIN;
  }

  /** In words. */
  String title() {
    if (metric.startsWith(RIGHT)) {
      return "Share right by " + metric.substring(RIGHT.length());
    }
    return switch (metric) {
      case Observation.SEARCHED -> "What was searched by";
      case Observation.VENDI -> "Different winners (Vendi score)";
      default -> "Score by " + metric;
    };
  }

  /** For the name of a file. */
  String fileName() {
    return metric.replaceAll("[^A-Za-z0-9]+", "-");
  }
}
