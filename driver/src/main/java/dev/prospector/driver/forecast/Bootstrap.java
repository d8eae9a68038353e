package dev.prospector.driver.forecast;

import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.driver.statistics.SplitMix64;
import dev.prospector.executors.noise.Seeds;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Where the mean over the prompts of a run to come will lie: a bootstrap over prompts (Efron 1979).
 * The earlier run's prompts are drawn anew, with replacement, twice: as many as there were, for
 * what is not known of their mean, and as many as there will be, each with one of its outcomes, for
 * what chance does to the run.
 *
 * <pre>
 *   e_b = mean of outcomes of N drawn prompts − mean of expectations of n drawn prompts
 *   interval = mean + [2.5 %, 97.5 %] quantiles of e
 * </pre>
 *
 * <p>Where outcomes are right or wrong, one prompt that always is and one that never is are drawn
 * from too: of 20 right ones the next may be wrong.
 */
final class Bootstrap {
  private static final int TIMES = 400;

  /** Of more prompts than these the chance in their own outcomes is nothing beside the rest. */
  private static final int MOST = 2000;

  private Bootstrap() {}

  /**
   * The interval.
   *
   * @param outcomes of each prompt those that its candidates' orders give; their mean is expected
   * @param prompts of the run to come
   */
  static Estimate interval(double[][] outcomes, int prompts) {
    double[] expected = Arrays.stream(outcomes).mapToDouble(Bootstrap::mean).toArray();
    return interval(expected, outcomes, prompts);
  }

  /**
   * The same where more is known of what is expected than some orders tell.
   *
   * @param expected of each prompt
   */
  static Estimate interval(double[] expected, double[][] outcomes, int prompts) {
    return interval(
        expected,
        outcomes,
        prompts,
        areShares(Arrays.stream(outcomes).flatMapToDouble(Arrays::stream)));
  }

  /**
   * The same of prompts whose own outcomes are means.
   *
   * @param shares whether what they are means of is right or wrong
   */
  static Estimate interval(double[][] outcomes, int prompts, boolean shares) {
    double[] expected = Arrays.stream(outcomes).mapToDouble(Bootstrap::mean).toArray();
    return interval(expected, outcomes, prompts, shares);
  }

  /** Whether all that there is, is right or wrong. */
  static boolean areShares(DoubleStream outcomes) {
    return outcomes.allMatch(one -> one == 0 || one == 1);
  }

  private static Estimate interval(
      double[] expected, double[][] outcomes, int prompts, boolean shares) {
    double[] means = shares ? with(expected) : expected;
    double[][] ends = shares ? with(outcomes) : outcomes;
    double[] errors = new double[TIMES];
    int future = Math.min(prompts, MOST);
    for (int b = 0; b < TIMES; b++) {
      long stream = Seeds.derive(0, "forecast", b, 0) << 32;
      double came = 0;
      for (int p = 0; p < future; p++) {
        double[] of = ends[SplitMix64.index(stream++, ends.length)];
        came += of[SplitMix64.index(stream++, of.length)];
      }
      double known = 0;
      for (int p = 0; p < means.length; p++) {
        known += means[SplitMix64.index(stream++, means.length)];
      }
      errors[b] = came / future - known / means.length;
    }
    Estimate error = Estimate.ofResampled(0, errors);
    double mean = mean(expected);
    double low = mean + error.low();
    double high = mean + error.high();
    return shares
        ? new Estimate(mean, Math.max(0, low), Math.min(1, high))
        : new Estimate(mean, Math.min(low, mean), Math.max(high, mean));
  }

  private static double[] with(double[] expected) {
    double[] more = Arrays.copyOf(expected, expected.length + 2);
    more[expected.length] = 1;
    return more;
  }

  private static double[][] with(double[][] outcomes) {
    double[][] more = Arrays.copyOf(outcomes, outcomes.length + 2);
    more[outcomes.length] = new double[] {1};
    more[outcomes.length + 1] = new double[] {0};
    return more;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
