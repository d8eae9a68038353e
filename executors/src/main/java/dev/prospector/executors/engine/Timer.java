package dev.prospector.executors.engine;

/** Splits a span of time into laps. */
final class Timer {
  private long last = System.nanoTime();

  /** Milliseconds since the last lap. */
  double lap() {
    long now = System.nanoTime();
    double millis = (now - last) / 1e6;
    last = now;
    return millis;
  }
}
