package dev.prospector.driver.search;

import java.io.Serializable;

/**
 * NFE granted to one prompt and spent on it. A round is charged before it runs, so a search never
 * overshoots.
 *
 * @param granted evaluations of D(x; sigma) that this prompt may cost
 * @param spent of them, charged so far
 */
public record ComputeBudget(long granted, long spent) implements Serializable {

  public ComputeBudget {
    if (spent < 0 || spent > granted) {
      throw new IllegalArgumentException(
          "NFE spent " + spent + " of " + granted + " granted, expected 0 to " + granted);
    }
  }

  /** So many evaluations granted, 0 or more, and none spent. */
  public static ComputeBudget of(long nfe) {
    return new ComputeBudget(nfe, 0);
  }

  /** Evaluations granted and not spent, 0 or more. */
  public long left() {
    return granted - spent;
  }

  /** How many candidates of this price are still affordable. */
  public long affords(int nfePerCandidate) {
    return left() / nfePerCandidate;
  }

  /** The budget with so much set aside; at least what is spent remains granted. */
  ComputeBudget without(long reserve) {
    return new ComputeBudget(Math.max(spent, granted - reserve), spent);
  }

  /** The budget of a round that may cost so much of what is left. */
  ComputeBudget within(long nfe) {
    return new ComputeBudget(spent + Math.min(nfe, left()), spent);
  }

  /** As much granted as before rounds were limited, and as much spent as after this one. */
  ComputeBudget after(ComputeBudget round) {
    return new ComputeBudget(granted, round.spent);
  }

  /**
   * The budget after a charge.
   *
   * @throws IllegalArgumentException if it would overshoot
   */
  public ComputeBudget charge(long nfe) {
    return new ComputeBudget(granted, spent + nfe);
  }
}
