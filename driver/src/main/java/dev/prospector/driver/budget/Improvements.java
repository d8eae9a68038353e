package dev.prospector.driver.budget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * What a next candidate has brought to prompts that stood where a prompt stands, pooled over all of
 * a wave.
 */
final class Improvements {
  /** Fewer draws say nothing of who stands where. */
  static final int ENOUGH = 200;

  private static final int NEAREST = 60;

  private final double[] ascending;
  private final List<Draw> draws = new ArrayList<>();

  /**
   * A candidate that was drawn, not its prompt's first.
   *
   * @param best quantile of its prompt's best before it
   * @param logBefore log₂ of how many its prompt had drawn
   */
  private record Draw(double best, double logBefore, double value) {
    double distance(double ofBest, double ofLogBefore) {
      return 4 * Math.abs(best - ofBest) + .3 * Math.abs(logBefore - ofLogBefore);
    }
  }

  /** Where prompts stand; many stand alike where scores are few, as those of a yes or no. */
  private record Standing(double best, int before) {}

  private final Map<Standing, double[]> nearest = new HashMap<>();

  /**
   * Of all that was drawn.
   *
   * @param values by prompt, in the order in which they were drawn
   */
  Improvements(double[][] values) {
    this.ascending = Arrays.stream(values).flatMapToDouble(Arrays::stream).sorted().toArray();
    for (double[] ofPrompt : values) {
      double best = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < ofPrompt.length; i++) {
        if (i > 0) {
          draws.add(new Draw(quantile(best), log2(i), ofPrompt[i]));
        }
        best = Math.max(best, ofPrompt[i]);
      }
    }
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  /** The share of all that are below it, with half of its equals. */
  private double quantile(double value) {
    return (below(value) + below(Math.nextUp(value))) / 2.0 / ascending.length;
  }

  private int below(double value) {
    int low = 0;
    for (int high = ascending.length; low < high; ) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * What one may expect of a prompt: what the draws nearest to where it stands brought, or, until
   * there are enough, what all did.
   *
   * @param best value of the prompt's best
   * @param before how many it has drawn
   */
  Expected of(double best, int before) {
    if (draws.size() < ENOUGH) {
      return drawn -> next(best, ascending, drawn);
    }
    double[] sample = nearest.computeIfAbsent(new Standing(best, before), this::nearest);
    return drawn -> next(best, sample, drawn);
  }

  /** Values of the nearest draws, and of all that are as near, in whatever order they came. */
  private double[] nearest(Standing standing) {
    double quantile = quantile(standing.best);
    double logBefore = log2(standing.before);
    double[] distances =
        draws.stream().mapToDouble(draw -> draw.distance(quantile, logBefore)).toArray();
    double farthest = farthestOfNearest(distances);
    return IntStream.range(0, distances.length)
        .filter(i -> distances[i] <= farthest)
        .mapToDouble(i -> draws.get(i).value)
        .sorted()
        .toArray();
  }

  private static double farthestOfNearest(double[] distances) {
    PriorityQueue<Double> nearest = new PriorityQueue<>(Comparator.reverseOrder());
    for (double distance : distances) {
      if (nearest.size() < NEAREST || distance < nearest.element()) {
        nearest.add(distance);
        if (nearest.size() > NEAREST) {
          nearest.remove();
        }
      }
    }
    return nearest.element();
  }

  /** What one more candidate adds to a prompt's best, in standard deviations. */
  @FunctionalInterface
  interface Expected {
    /** With so many drawn already in the coming round. */
    double next(int drawn);
  }

  /**
   * With F the empirical distribution of a sample the best of m lies at E_m = ∫ 1 − F^m from the
   * best before on, so one more adds ∫ F^m (1 − F).
   */
  private static double next(double best, double[] sample, int drawn) {
    double sum = 0;
    double from = best;
    for (int i = 0; i < sample.length; i++) {
      if (sample[i] > from) {
        double f = i / (double) sample.length;
        sum += (sample[i] - from) * Math.pow(f, drawn) * (1 - f);
        from = sample[i];
      }
    }
    return sum;
  }
}
