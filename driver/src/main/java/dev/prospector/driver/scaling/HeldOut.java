package dev.prospector.driver.scaling;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well laws predict budgets that they have not seen: fitted to the smaller ones, they are held
 * to the largest.
 *
 * @param budgets that were left out
 * @param errors root of the mean squared error there, by law
 * @param best the law with the least
 * @param share of resamples of the prompts in which it is the best too, 0 to 1
 */
public record HeldOut(int budgets, SortedMap<LawKind, Double> errors, LawKind best, double share) {
  /** From which on a law is said to be better. */
  public static final double TOLD_APART = .95;

  /** To which a law is fitted at least. */
  static final int FEWEST = 4;

  public HeldOut {
    errors = Collections.unmodifiableSortedMap(new TreeMap<>(errors));
  }

  /**
   * Leaves a third of the budgets out, one at least and so few that four stay.
   *
   * @param kinds two or more
   * @param x of each law, the compute of each budget
   * @param y the mean of each budget
   * @param resampled the same of each resample
   */
  static HeldOut of(
      List<LawKind> kinds, Map<LawKind, double[]> x, double[] y, List<double[]> resampled) {
    int out = Math.max(1, Math.min(y.length / 3, y.length - FEWEST));
    SortedMap<LawKind, Double> errors = errors(kinds, x, y, out);
    LawKind best = best(errors);
    long as = resampled.stream().filter(of -> best(errors(kinds, x, of, out)) == best).count();
    return new HeldOut(out, errors, best, (double) as / resampled.size());
  }

  private static LawKind best(SortedMap<LawKind, Double> errors) {
    return Collections.min(errors.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private static SortedMap<LawKind, Double> errors(
      List<LawKind> kinds, Map<LawKind, double[]> x, double[] y, int out) {
    int seen = y.length - out;
    SortedMap<LawKind, Double> errors = new TreeMap<>();
    for (LawKind kind : kinds) {
      double[] n = x.get(kind);
      Law law = kind.fit(Arrays.copyOf(n, seen), Arrays.copyOf(y, seen));
      double sum = 0;
      for (int i = seen; i < y.length; i++) {
        double error = law.at(n[i]) - y[i];
        sum += error * error;
      }
      errors.put(kind, Math.sqrt(sum / out));
    }
    return errors;
  }

  /** Whether the best is better beyond what chance in the prompts does. */
  public boolean isToldApart() {
    return share >= TOLD_APART;
  }
}
