package dev.prospector.driver.record;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was said of a search before it ran, from an earlier run's log.
 *
 * @param like the earlier run
 * @param candidates a prompt, on average
 * @param nfe of all prompts together
 * @param reached share of prompts that reach the mark, 0 to 1; null without one
 * @param scores the winners' means, by their verifiers
 * @param slotSeconds of all candidates one after the other
 */
public record Promise(
    String like,
    Estimate candidates,
    Estimate nfe,
    Estimate reached,
    Map<String, Estimate> scores,
    double slotSeconds) {
  public Promise {
    scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
  }

  /** A mean and the interval in which 95 of 100 runs of as many prompts end, all of it finite. */
  public record Estimate(double mean, double low, double high) {
    private static final double TAIL = .025;

    /** One that nothing can change. */
    public static Estimate exactly(double value) {
      return new Estimate(value, value, value);
    }

    /** With the interval of what 95 of 100 resamples give, the middle ones (Efron 1979). */
    public static Estimate ofResampled(double mean, double[] resampled) {
      double[] sorted = resampled.clone();
      Arrays.sort(sorted);
      int out = (int) (TAIL * sorted.length);
      return new Estimate(mean, sorted[out], sorted[sorted.length - 1 - out]);
    }

    /** So many times as much. */
    public Estimate times(double factor) {
      return new Estimate(factor * mean, factor * low, factor * high);
    }
  }
}
