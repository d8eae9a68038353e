package dev.prospector.driver.budget;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What a held-out score h says of the best by another score s against how many there were to choose
 * from, and where that falls: "Scaling Laws for Reward Model Overoptimization" (Gao, Schulman and
 * Hilton 2022, arXiv 2210.10760), best-of-n.
 *
 * <pre>
 *   c_p(r) = E[h | best of n_p(r) by s]         of prompt p by {@link BestOf}, over all n_p(R) that it has
 *   r*     = argmax_r mean_p c_p(r)             the first of equals
 *   d_p    = c_p(r*_p) − c_p(R)                 r*_p likewise, over the half of the prompts without p
 *   knee   = r*   if r* &lt; R and mean d &gt; 1.96 sd(d) / √P
 * </pre>
 *
 * <p>The largest of several means is too large, so whoever chose r* on the prompts on which its
 * fall is tested would find one in noise. Each half is tested where the other one has its largest.
 */
final class HeldOutCurve {
  /** Fewer prompts tell nothing of chance. */
  static final int FEWEST = 20;

  private static final double TAIL = 1.96;

  /** c by prompt and round; prompts with nothing to choose from left out. */
  private final double[][] curves;

  private HeldOutCurve(double[][] curves) {
    this.curves = curves;
  }

  /**
   * After rounds.
   *
   * @param s by prompt, of all its candidates in the order in which they came
   * @param h likewise
   * @param drawn n, by round and prompt; that of the last round is all
   */
  static HeldOutCurve of(double[][] s, double[][] h, List<int[]> drawn) {
    return new HeldOutCurve(
        IntStream.range(0, s.length)
            .filter(p -> s[p].length > 0)
            .mapToObj(
                p -> {
                  BestOf best = new BestOf(s[p]);
                  return drawn.stream()
                      .mapToInt(n -> Math.max(1, n[p])) // 0 where its first ones failed.
                      .mapToDouble(n -> best.expected(n, i -> h[p][i]))
                      .toArray();
                })
            .toArray(double[][]::new));
  }

  /** The round from which on it falls beyond chance; empty if it doesn't. */
  OptionalInt knee() {
    int prompts = curves.length;
    if (prompts < FEWEST) {
      return OptionalInt.empty();
    }
    int last = curves[0].length - 1;
    int[] chosen = {highest(p -> p % 2 == 1), highest(p -> p % 2 == 0)};
    double[] fall =
        IntStream.range(0, prompts)
            .mapToDouble(p -> curves[p][chosen[p % 2]] - curves[p][last])
            .toArray();
    double mean = Arrays.stream(fall).sum() / prompts;
    double variance = Arrays.stream(fall).map(d -> (d - mean) * (d - mean)).sum() / (prompts - 1);
    int highest = highest(p -> true);
    return highest < last && mean > TAIL * Math.sqrt(variance / prompts)
        ? OptionalInt.of(highest)
        : OptionalInt.empty();
  }

  private int highest(IntPredicate prompts) {
    double[] sums = new double[curves[0].length];
    for (int p = 0; p < curves.length; p++) {
      for (int r = 0; r < sums.length && prompts.test(p); r++) {
        sums[r] += curves[p][r];
      }
    }
    int highest = 0;
    for (int r = 1; r < sums.length; r++) {
      highest = sums[r] > sums[highest] ? r : highest;
    }
    return highest;
  }
}
