package dev.prospector.driver.scaling;

import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.driver.sweep.Observation;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.catalog.Verifiers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What laws say of a curve. A law is fitted to the budgets' means, each budget as heavy as any
 * other; its intervals are those of fits to resampled prompts.
 *
 * @param fits of each law that may hold
 * @param heldOut which of them predicts; empty if there are too few budgets to leave some out
 */
public record CurveFits(ScalingCurve curve, List<Fit> fits, Optional<HeldOut> heldOut) {
  /** Fewer budgets than these are met by any law. */
  public static final int FEWEST_BUDGETS = 4;

  /** At either end of an interval of 95 in 100. */
  private static final double MOST_LOST = .025;

  /** The algorithm whose budget is one sample's steps, and not candidates that may pass. */
  private static final String ONE_SAMPLE = "steps";

  public CurveFits {
    fits = List.copyOf(fits);
  }

  /** The fits. */
  public static CurveFits of(ScalingCurve curve) {
    List<LawKind> kinds =
        isShare(curve.metric())
                && curve.along().equals(ScalingCurve.BUDGET)
                && !ONE_SAMPLE.equals(curve.settings().get("algorithm"))
            ? List.of(LawKind.values())
            : List.of(LawKind.POWER, LawKind.LOG);
    List<List<Double>> values = paired(curve);
    Optional<String> lack = lack(curve, values);
    if (lack.isPresent()) {
      return new CurveFits(
          curve,
          kinds.stream().<Fit>map(kind -> new Fit.Unidentified(kind, lack.get())).toList(),
          Optional.empty());
    }
    double[] y = values.stream().mapToDouble(CurveFits::mean).toArray();
    List<double[]> resampled = resampled(values);
    Map<LawKind, double[]> x = new EnumMap<>(LawKind.class);
    kinds.forEach(kind -> x.put(kind, compute(curve, kind)));
    List<Fit> fits = new ArrayList<>();
    kinds.forEach(kind -> fits.add(fit(kind, x.get(kind), y, resampled)));
    return new CurveFits(
        curve,
        fits,
        y.length > HeldOut.FEWEST
            ? Optional.of(HeldOut.of(kinds, x, y, resampled))
            : Optional.empty());
  }

  /** Whether it is told in shares, from 0 to 1. */
  public static boolean isShare(String metric) {
    VerifierProvider provider = Verifiers.all().get(metric);
    return metric.startsWith(Observation.right(""))
        || (provider != null && provider.scoresShares());
  }

  /** By budget, of the prompts that have a value in all of them; none if they aren't the same. */
  private static List<List<Double>> paired(ScalingCurve curve) {
    List<List<Double>> all = curve.points().stream().map(ScalingCurve.Point::byPrompt).toList();
    if (all.stream().mapToInt(List::size).distinct().count() > 1) {
      return List.of();
    }
    int[] whole =
        IntStream.range(0, all.get(0).size())
            .filter(p -> all.stream().allMatch(values -> Double.isFinite(values.get(p))))
            .toArray();
    return all.stream().map(values -> IntStream.of(whole).mapToObj(values::get).toList()).toList();
  }

  private static Optional<String> lack(ScalingCurve curve, List<List<Double>> values) {
    long budgets = curve.points().stream().mapToDouble(ScalingCurve.Point::nfe).distinct().count();
    if (budgets < FEWEST_BUDGETS) {
      return Optional.of("budgets: %d, expected %d or more".formatted(budgets, FEWEST_BUDGETS));
    }
    if (values.isEmpty()) {
      return Optional.of("budgets have different prompts");
    }
    int prompts = values.get(0).size();
    return prompts < PromptBootstrap.FEWEST
        ? Optional.of("prompts: %d, expected %d or more".formatted(prompts, PromptBootstrap.FEWEST))
        : Optional.empty();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(one -> one).average().orElseThrow();
  }

  private static double[] compute(ScalingCurve curve, LawKind kind) {
    return curve.points().stream()
        .mapToDouble(point -> kind == LawKind.PASS ? point.candidates() : point.nfe())
        .toArray();
  }

  /** The means of each resample. */
  private static List<double[]> resampled(List<List<Double>> values) {
    PromptBootstrap bootstrap = new PromptBootstrap(values.get(0).size());
    List<double[]> byPoint = values.stream().map(bootstrap::means).toList();
    return IntStream.range(0, byPoint.get(0).length)
        .mapToObj(b -> byPoint.stream().mapToDouble(means -> means[b]).toArray())
        .toList();
  }

  private static Fit fit(LawKind kind, double[] x, double[] y, List<double[]> resampled) {
    Law law = kind.fit(x, y);
    if (law.isAtBound()) {
      return new Fit.Unidentified(kind, "nothing says where it bends");
    }
    List<Law> laws = resampled.stream().map(of -> kind.fit(x, of)).toList();
    long lost = laws.stream().filter(Law::isAtBound).count();
    if (lost > MOST_LOST * laws.size()) {
      return new Fit.Unidentified(
          kind, "%d of %d resamples don’t say where it bends".formatted(lost, laws.size()));
    }
    List<Estimate> parameters = new ArrayList<>();
    for (int i = 0; i < kind.parameters().size(); i++) {
      int of = i;
      parameters.add(
          Estimate.ofResampled(
              law.parameters()[i],
              laws.stream().mapToDouble(one -> one.parameters()[of]).toArray()));
    }
    return new Fit.Identified(kind, law, parameters, laws);
  }

  /** The law that predicts best, if the data say which of its kind. */
  public Optional<Fit.Identified> best() {
    return heldOut.flatMap(
        held ->
            fits.stream()
                .filter(fit -> fit.kind() == held.best())
                .filter(Fit.Identified.class::isInstance)
                .map(Fit.Identified.class::cast)
                .findFirst());
  }

  /**
   * What a fit says of more compute, at as many NFE a candidate as the largest budget has.
   *
   * @param nfe a prompt
   */
  public Estimate at(Fit.Identified fit, double nfe) {
    ScalingCurve.Point largest = curve.points().get(curve.points().size() - 1);
    return fit.at(fit.kind() == LawKind.PASS ? nfe * largest.candidates() / largest.nfe() : nfe);
  }
}
