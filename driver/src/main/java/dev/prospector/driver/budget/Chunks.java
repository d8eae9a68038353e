package dev.prospector.driver.budget;

/**
 * How many candidates a prompt has after so many rounds: 1, 2, 3, 5, 8, 12, 18, 27, 41, … each half
 * as many again, so that a prompt that stops has drawn at most half more than it needed, and
 * log_1.5 of the cap and a few rounds suffice.
 */
public final class Chunks {
  private Chunks() {}

  /** The next of these numbers above one of them. */
  public static long after(long candidates) {
    return candidates + Math.max(1, (candidates + 1) / 2);
  }

  /** The number that came before one of them, or before what a cap made of it. */
  static long before(long candidates) {
    long before = 0;
    for (long next = after(0); next < candidates; next = after(next)) {
      before = next;
    }
    return before;
  }
}
