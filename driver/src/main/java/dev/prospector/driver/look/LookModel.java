package dev.prospector.driver.look;

import dev.prospector.driver.search.LookPredictor;
import dev.prospector.driver.search.Looks;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What looks at a model's unfinished images are worth by one verifier. Of a prompt's candidate i
 * after look j
 *
 * <pre>
 *   ŷ_i = Σ_{l≤j} β_l x_il + (β_m m + β_s s + β_c) x_ij,   y_i − ŷ_i ~ N(0, v_j)
 *   log S = γ + γ_m m + γ_s s + γ_c
 * </pre>
 *
 * <p>where S is the standard deviation of the prompt's final scores, y a final score in S, x the
 * looks' scores in the standard deviation of its first look, m and s mean and logarithm of that
 * deviation, standardised over the prompts that it was learnt from, and c the prompt's category. An
 * intercept of ŷ and what all candidates of a prompt share would say nothing: only differences
 * decide who is the best.
 *
 * @param format {@link #FORMAT}
 * @param conditions of the run that it was learnt from, under which alone it holds
 * @param prompts that it was learnt from
 * @param candidates that it was learnt from
 * @param mean of first looks, over prompts
 * @param spread the logarithm of first looks' deviations, over prompts
 * @param ends how far final scores lie apart
 * @param looks the first look first
 */
public record LookModel(
    int format,
    SortedMap<String, String> conditions,
    int prompts,
    int candidates,
    Scale mean,
    Scale spread,
    Ends ends,
    List<Look> looks)
    implements LookPredictor {
  /** Counts up when an older version's files can't be read any more. */
  static final int FORMAT = 1;

  /** The column of prompts that says what kind each is. */
  static final String CATEGORY = "category";

  /**
   * How a quantity lies over prompts.
   *
   * @param deviation above 0, or 0 where all are equal
   */
  public record Scale(double mean, double deviation) {
    /** Beyond so many deviations nothing was seen, and a line is not trusted. */
    private static final double MOST = 3;

    static Scale over(double[] values) {
      if (values.length == 0) {
        return new Scale(0, 0);
      }
      Looks all = Looks.first(values);
      return new Scale(all.mean(), all.deviation());
    }

    double of(double value) {
      double z = deviation == 0 ? 0 : (value - mean) / deviation;
      return Math.max(-MOST, Math.min(MOST, z));
    }
  }

  /**
   * How far a prompt's final scores lie apart.
   *
   * @param weights γ by the features' names
   * @param intercept γ
   * @param typical standard deviation within prompts, pooled over all, above 0
   */
  public record Ends(SortedMap<String, Double> weights, double intercept, double typical) {
    public Ends {
      weights = finite(weights);
      if (!(typical > 0) || !Double.isFinite(intercept)) {
        throw new IllegalArgumentException("ends need a typical deviation and an intercept");
      }
    }
  }

  /**
   * One look.
   *
   * @param sigma the level at which it looks, above 0
   * @param weights β by the features' names
   * @param ridge λ
   * @param residual the variance of y − ŷ of prompts that were left out
   * @param variance v, above 0: the least under which the chances are right for such prompts
   * @param evidence how it does on prompts that were left out
   */
  public record Look(
      double sigma,
      SortedMap<String, Double> weights,
      double ridge,
      double residual,
      double variance,
      Evidence evidence) {
    public Look {
      weights = finite(weights);
      if (!(sigma > 0) || !(variance > 0 && variance < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a look needs a level and a variance above 0");
      }
    }
  }

  /**
   * On prompts that were left out when they were predicted.
   *
   * @param correlation of ŷ and y within prompts
   * @param kept the mean share of a prompt's candidates that goes on with the usual risk and margin
   * @param goodKept the share of prompts in which one goes on that is the best, or within the
   *     margin
   */
  public record Evidence(double correlation, double kept, double goodKept) {}

  public LookModel {
    conditions = new TreeMap<>(conditions);
    looks = List.copyOf(looks);
    Objects.requireNonNull(mean, "mean");
    Objects.requireNonNull(spread, "spread");
    Objects.requireNonNull(ends, "ends");
    if (format != FORMAT || looks.isEmpty()) {
      throw new IllegalArgumentException(
          "format %d with %d looks, expected format %d and a look or more"
              .formatted(format, looks.size(), FORMAT));
    }
  }

  private static SortedMap<String, Double> finite(SortedMap<String, Double> weights) {
    if (!weights.values().stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("weights " + weights + ", expected finite numbers");
    }
    return new TreeMap<>(weights);
  }

  @Override
  public List<Double> levels() {
    return looks.stream().map(Look::sigma).toList();
  }

  @Override
  public Prediction predict(Prompt prompt, Looks seen) {
    Look look = looks.get(seen.count() - 1);
    LookFeatures features = new LookFeatures(seen, mean, spread, prompt.columns().get(CATEGORY));
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < seen.values().size(); i++) {
      means.add(sum(features.of(i), look.weights()));
    }
    double log = ends.intercept() + sum(features.ofPrompt(), ends.weights());
    return new Prediction(means, look.variance(), StrictMath.exp(log) / ends.typical());
  }

  private static double sum(Map<String, Double> features, Map<String, Double> weights) {
    double sum = 0;
    for (Map.Entry<String, Double> one : features.entrySet()) {
      sum += weights.getOrDefault(one.getKey(), 0.0) * one.getValue();
    }
    return sum;
  }
}
