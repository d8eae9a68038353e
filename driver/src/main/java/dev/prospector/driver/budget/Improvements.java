package dev.prospector.driver.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What a next candidate has brought to prompts that stood where a prompt stands, pooled over all of
 * a wave.
 *
 * @param draws all candidates but each prompt's first
 */
record Improvements(List<Draw> draws) {
  /** Fewer draws say nothing of who stands where. */
  static final int ENOUGH = 200;

  private static final int NEAREST = 60;

  /**
   * A candidate that was drawn.
   *
   * @param best quantile of its prompt's best before it
   * @param drawn its own quantile
   * @param before how many its prompt had drawn
   */
  record Draw(double best, double drawn, int before) {
    private double distance(double ofBest, double logBefore) {
      return 4 * Math.abs(best - ofBest) + .3 * Math.abs(log2(before) - logBefore);
    }
  }

  private record Near(double distance, double drawn) implements Comparable<Near> {
    @Override
    public int compareTo(Near other) {
      int order = Double.compare(other.distance, distance);
      return order == 0 ? Double.compare(drawn, other.drawn) : order;
    }
  }

  /** Of all prompts' candidates, by prompt in the order in which they were drawn. */
  static Improvements of(double[][] quantiles) {
    List<Draw> draws = new ArrayList<>();
    for (double[] ofPrompt : quantiles) {
      double best = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < ofPrompt.length; i++) {
        if (i > 0) {
          draws.add(new Draw(best, ofPrompt[i], i));
        }
        best = Math.max(best, ofPrompt[i]);
      }
    }
    return new Improvements(draws);
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  /** What one may expect of a prompt. */
  Expected of(double best, int before) {
    if (draws.size() < ENOUGH) {
      return drawn -> (1 - best) / (before + drawn + 1);
    }
    PriorityQueue<Near> nearest = new PriorityQueue<>(); // the farthest first
    double logBefore = log2(before);
    for (Draw draw : draws) {
      double distance = draw.distance(best, logBefore);
      if (nearest.size() < NEAREST || distance < nearest.element().distance) {
        nearest.add(new Near(distance, draw.drawn));
        if (nearest.size() > NEAREST) {
          nearest.remove();
        }
      }
    }
    double[] ascending = nearest.stream().mapToDouble(Near::drawn).sorted().toArray();
    return drawn -> next(best, ascending, drawn);
  }

  /** What one more candidate adds to a prompt's best, in quantiles. */
  @FunctionalInterface
  interface Expected {
    /** With so many drawn already in the coming round. */
    double next(int drawn);
  }

  /**
   * As those drew, F their empirical distribution: the best of m lies at E_m = ∫ 1 − F^m from the
   * best before on, so one more adds ∫ F^m (1 − F).
   */
  private static double next(double best, double[] ascending, int drawn) {
    double sum = 0;
    double from = best;
    for (int i = 0; i < ascending.length; i++) {
      if (ascending[i] > from) {
        double f = i / (double) ascending.length;
        sum += (ascending[i] - from) * Math.pow(f, drawn) * (1 - f);
        from = ascending[i];
      }
    }
    return sum;
  }
}
