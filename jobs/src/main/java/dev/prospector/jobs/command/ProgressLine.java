package dev.prospector.jobs.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far a search is, in parts.
 *
 * @param round its name
 * @param done candidates so far, of this process
 * @param nfe so far, of the whole run
 * @param nfeDrawn of it, by this process, in {@code seconds}
 * @param expected NFE of the whole run, at most
 * @param best mean of the prompts' best scores; NaN before there are any
 * @param mean of all images' scores; NaN likewise
 * @param seconds since this process began with it
 */
record ProgressLine(
    String round,
    long done,
    double nfe,
    double nfeDrawn,
    long expected,
    double best,
    double mean,
    double seconds) {
  private static final String BETWEEN = " · ";

  /** Without an end. */
  @Override
  public String toString() {
    return within(Integer.MAX_VALUE);
  }

  /**
   * As much as fits, and the last column stays free, since some terminals begin a new line there.
   * What tells least goes first.
   */
  String within(int columns) {
    String cost = String.format(Locale.ROOT, "NFE %,d of %,d", Math.round(nfe), expected);
    String elapsed = clock(seconds);
    String eta = nfeDrawn == 0 ? "" : "ETA " + clock((expected - nfe) * seconds / nfeDrawn);
    String rate = String.format(Locale.ROOT, "%.1f/s", seconds == 0 ? 0 : done / seconds);
    String top = score("best", best);
    String average = score("mean", mean);
    String count = String.format(Locale.ROOT, "%,d done", done);
    List<String> place = List.of(round.split(BETWEEN, 0)); // Wave, round, and what they consist of.
    String where = joined(place.subList(0, Math.min(2, place.size())));
    String step = place.get(Math.min(1, place.size() - 1));
    List<List<String>> choices =
        List.of(
            List.of(round, count, rate, cost, top, average, elapsed, eta),
            List.of(round, rate, cost, top, average, elapsed, eta),
            List.of(where, rate, cost, top, average, elapsed, eta),
            List.of(where, percent(), rate, top, average, elapsed, eta),
            List.of(step, percent(), rate, top, average, elapsed, eta),
            List.of(percent(), rate, top, average, elapsed, eta),
            List.of(percent(), top, average, elapsed, eta),
            List.of(percent(), top, elapsed, eta),
            List.of(percent(), elapsed, eta),
            List.of(percent(), eta));
    for (List<String> parts : choices) {
      String line = joined(parts);
      if (line.length() < columns) {
        return line;
      }
    }
    return percent().substring(0, Math.max(0, Math.min(percent().length(), columns - 1)));
  }

  private static String score(String name, double score) {
    return Double.isNaN(score) ? "" : String.format(Locale.ROOT, "%s %.3f", name, score);
  }

  private String percent() {
    return Math.round(expected == 0 ? 0 : 100 * nfe / expected) + " %";
  }

  private static String joined(List<String> parts) {
    List<String> there = new ArrayList<>(parts);
    there.removeIf(String::isEmpty);
    return String.join(BETWEEN, there);
  }

  /** Minutes and seconds, and hours if there are any. */
  static String clock(double seconds) {
    long whole = Math.max(0, Math.round(seconds));
    return whole < 3600
        ? "%d:%02d".formatted(whole / 60, whole % 60)
        : "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
  }
}
