package dev.prospector.jobs.report;

import java.util.Arrays;

/**
 * Of each prompt's candidates the first that reached the mark, where it is enough that one does:
 * whether the best of the first j reaches it is then known of everybody for every j, though prompts
 * stopped at different numbers. Who stopped for having reached it would have reached it with more
 * too, and the others drew on.
 */
final class FirstPassages {
  private final int[] drawn;
  private final int[] first;

  /**
   * Of each prompt.
   *
   * @param drawn candidates; not copied
   * @param first which of them was the first to reach the mark, from 1; 0 if none did; not copied
   */
  FirstPassages(int[] drawn, int[] first) {
    this.drawn = drawn;
    this.first = first;
  }

  double meanDrawn() {
    return Arrays.stream(drawn).average().orElseThrow();
  }

  /** For each prompt 1 if it reached the mark, else 0. */
  double[] reached() {
    return Arrays.stream(first).mapToDouble(at -> at > 0 ? 1 : 0).toArray();
  }

  /** Up to how many for everybody it is known who reaches it. */
  double known() {
    double known = Double.POSITIVE_INFINITY;
    for (int p = 0; p < drawn.length; p++) {
      known = first[p] == 0 ? Math.min(known, drawn[p]) : known;
    }
    return known;
  }

  /**
   * For each prompt the chance that it reaches the mark if everybody has so many: of a number that
   * is not whole some have one more than others, by lot.
   *
   * @param candidates 0 or more, up to those of which it is known
   */
  double[] reachedBy(double candidates) {
    double more = candidates - Math.floor(candidates);
    return Arrays.stream(first)
        .mapToDouble(
            at ->
                at == 0
                    ? 0
                    : at <= candidates ? 1 : at == (int) Math.floor(candidates) + 1 ? more : 0)
        .toArray();
  }

  /** The fewest for everybody with which all who reached it here do. */
  int enough() {
    return Arrays.stream(first).max().orElseThrow();
  }
}
