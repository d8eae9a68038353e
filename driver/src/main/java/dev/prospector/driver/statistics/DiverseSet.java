package dev.prospector.driver.statistics;

import java.util.stream.IntStream;

/**
 * K of M things that are good and differ: group inference, the quadratic integer program of Parmar
 * et al. 2025 (arXiv 2508.15773), by greedy choice and exchange in place of a solver.
 *
 * <pre>
 *   maximise F(A) = sum of u_i over i in A + w sum of b_ij over i &lt; j in A,   |A| = K
 *
 *   A = {};  K times:  A += argmax_i u_i + w sum of b_ij over j in A
 *   while exchanging some a in A for some c outside raises F:  exchange those that raise it most
 * </pre>
 *
 * <p>Of equals the first is taken, so that with w = 0 and u in descending order it is the first K.
 * O(M K) for each choice and exchange; with M = 64 and K = 4 microseconds.
 */
final class DiverseSet {
  /** What an exchange has to bring: sums that differ by less differ by their order only. */
  private static final double ROUNDING = 1e-9;

  private final double[] u;
  private final double[][] b;
  private final double w;
  private final boolean[] chosen;

  /** By i, the sum of b_ij over j in A. */
  private final double[] differs;

  private DiverseSet(double[] u, double[][] b, double w) {
    this.u = u;
    this.b = b;
    this.w = w;
    this.chosen = new boolean[u.length];
    this.differs = new double[u.length];
  }

  /**
   * Chooses.
   *
   * @param u what each is worth, in their order
   * @param b how much each two differ, symmetric, 0 on the diagonal
   * @param w what that is worth, 0 or more
   * @param k how many, all if there are no more
   * @return which, in ascending order
   */
  static int[] choose(double[] u, double[][] b, double w, int k) {
    DiverseSet a = new DiverseSet(u, b, w);
    for (int i = 0; i < Math.min(k, u.length); i++) {
      a.add();
    }
    boolean rose;
    do {
      rose = a.exchange();
    } while (rose);
    return IntStream.range(0, u.length).filter(i -> a.chosen[i]).toArray();
  }

  /** What one adds, or would add, to F beside the others that are chosen. */
  private double gain(int i) {
    return u[i] + w * differs[i];
  }

  private void put(int i, boolean in) {
    chosen[i] = in;
    for (int j = 0; j < u.length; j++) {
      differs[j] += in ? b[i][j] : -b[i][j];
    }
  }

  /** Adds the one that raises F most. */
  private void add() {
    int most = -1;
    for (int i = 0; i < u.length; i++) {
      if (!chosen[i] && (most < 0 || gain(i) > gain(most))) {
        most = i;
      }
    }
    put(most, true);
  }

  /** The exchange that raises F most; false if none does. */
  private boolean exchange() {
    double[] gains = IntStream.range(0, u.length).mapToDouble(this::gain).toArray();
    double most = ROUNDING;
    int out = -1;
    int in = -1;
    for (int a = 0; a < u.length; a++) {
      for (int c = 0; c < u.length; c++) {
        double raise = gains[c] - w * b[c][a] - gains[a];
        if (chosen[a] && !chosen[c] && raise > most) {
          most = raise;
          out = a;
          in = c;
        }
      }
    }
    if (out < 0) {
      return false;
    }
    put(out, false);
    put(in, true);
    return true;
  }
}
