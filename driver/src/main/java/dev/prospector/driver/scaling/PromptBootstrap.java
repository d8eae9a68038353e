package dev.prospector.driver.scaling;

import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.driver.statistics.SplitMix64;
import dev.prospector.executors.noise.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Prompts drawn anew with replacement, as many as there are (Efron 1979): what other prompts of
 * their kind might have shown. The same number of prompts is always drawn the same, so curves over
 * the same prompts are resampled together.
 */
final class PromptBootstrap {
  /** Of fewer prompts an interval says more about its formula than about them. */
  static final int FEWEST = 5;

  private static final int TIMES = 400;

  /** How often each prompt is drawn, by resample. */
  private final int[][] counts;

  PromptBootstrap(int prompts) {
    this.counts = new int[TIMES][prompts];
    for (int b = 0; b < TIMES; b++) {
      long stream = Seeds.derive(0, "scaling", b, 0) << 32;
      for (int p = 0; p < prompts; p++) {
        counts[b][SplitMix64.index(stream++, prompts)]++;
      }
    }
  }

  /** The mean of each resample, over values that are there. */
  double[] means(List<Double> byPrompt) {
    double[] means = new double[TIMES];
    for (int b = 0; b < TIMES; b++) {
      double sum = 0;
      int drawn = 0;
      for (int p = 0; p < byPrompt.size(); p++) {
        if (Double.isFinite(byPrompt.get(p))) {
          sum += counts[b][p] * byPrompt.get(p);
          drawn += counts[b][p];
        }
      }
      means[b] = sum / drawn;
    }
    return means;
  }

  /**
   * The mean with its 95 % interval; empty where there are too few prompts. Where all are right or
   * wrong, one that always is and one that never is are drawn from too: of 20 right ones the next
   * may be wrong.
   *
   * @param byPrompt NaN is left out
   */
  static Optional<Estimate> interval(List<Double> byPrompt) {
    double[] values = byPrompt.stream().mapToDouble(v -> v).filter(Double::isFinite).toArray();
    if (values.length < FEWEST) {
      return Optional.empty();
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    if (Arrays.stream(values).anyMatch(v -> v != 0 && v != 1)) {
      return Optional.of(around(mean, 0, DoubleStream.of(values).boxed().toList()));
    }
    List<Double> more =
        Stream.concat(DoubleStream.of(values).boxed(), Stream.of(1.0, 0.0)).toList();
    double centre = more.stream().mapToDouble(v -> v).average().orElseThrow();
    Estimate around = around(mean, mean - centre, more);
    return Optional.of(
        new Estimate(
            mean,
            Math.max(0, Math.min(mean, around.low())),
            Math.min(1, Math.max(mean, around.high()))));
  }

  private static Estimate around(double mean, double shift, List<Double> values) {
    double[] means = new PromptBootstrap(values.size()).means(values);
    Estimate interval = Estimate.ofResampled(mean, means);
    return new Estimate(mean, interval.low() + shift, interval.high() + shift);
  }
}
