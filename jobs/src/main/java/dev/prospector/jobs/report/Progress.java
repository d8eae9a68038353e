package dev.prospector.jobs.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One prompt's search as it went: after 1, 2, 4, … images, the NFE spent on it and the scores of
 * the image that led then.
 */
final class Progress {
  private final int searched;
  private final List<double[]> marks = new ArrayList<>();
  private final List<double[]> pool = new ArrayList<>();
  private double[] leader;
  private long nfe;
  private int images;

  /**
   * Begins before the first candidate.
   *
   * @param searched how many of the verifiers, the first ones, are maximised; of several, the mean
   *     rank within the prompt's images so far
   */
  Progress(int searched) {
    this.searched = searched;
  }

  /** A candidate that gave no finished image, whether it failed or was given up. */
  void spend(int spent) {
    nfe += spent;
  }

  /** A finished image. */
  void image(double[] scores, int spent) {
    nfe += spent;
    images++;
    if (searched > 1) {
      pool.add(scores);
    } else if (leader == null || scores[0] > leader[0]) {
      leader = scores;
    }
    if (Integer.bitCount(images) == 1) {
      marks.add(mark());
    }
  }

  int images() {
    return images;
  }

  /**
   * The state after {@code 2^power} images, or at the end if that came before.
   *
   * @return NFE, then the leader's scores
   */
  double[] after(int power) {
    return power < marks.size() ? marks.get(power) : end();
  }

  /** The state at the end. */
  double[] end() {
    return mark();
  }

  private double[] mark() {
    double[] scores = searched > 1 ? leastMeanRank() : leader;
    double[] mark = new double[1 + scores.length];
    mark[0] = nfe;
    System.arraycopy(scores, 0, mark, 1, scores.length);
    return mark;
  }

  private double[] leastMeanRank() {
    double[] best = pool.get(0);
    long least = Long.MAX_VALUE;
    for (double[] candidate : pool) {
      long ranks = 0;
      for (int v = 0; v < searched; v++) {
        int verifier = v;
        // Twice the mean rank of those it ties with, to stay in whole numbers.
        ranks += 2 * pool.stream().filter(p -> p[verifier] > candidate[verifier]).count();
        ranks += pool.stream().filter(p -> p[verifier] == candidate[verifier]).count();
      }
      if (ranks < least) {
        least = ranks;
        best = candidate;
      }
    }
    return best;
  }
}
