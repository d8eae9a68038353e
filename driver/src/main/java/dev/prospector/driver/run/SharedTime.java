package dev.prospector.driver.run;

/**
 * A clock of several who work at the same time: each second is divided among those who are at it,
 * so that what it counts for them adds up to the time that passes. Safe for several threads.
 */
public final class SharedTime {
  private int sharing;
  private long latest;
  private double each;

  /** Somebody begins, from whose later {@link #seconds} these are to be taken. */
  synchronized double begin() {
    double now = seconds();
    sharing++;
    return now;
  }

  /** The seconds of somebody who had been at it from the first one on. */
  synchronized double seconds() {
    long now = System.nanoTime();
    if (sharing > 0) {
      each += (now - latest) / 1e9 / sharing;
    }
    latest = now;
    return each;
  }

  /** One of them ends. */
  synchronized void end() {
    double unused = seconds();
    sharing--;
  }
}
