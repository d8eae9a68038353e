package dev.prospector.executors.verify;

/** An open verifier: it holds whatever native memory it needs until closed. */
@FunctionalInterface
public interface Verifier extends AutoCloseable {

  /**
   * Scores a batch. Deterministic; row i depends on sample i and prompt i alone.
   *
   * @return B scores, higher is better; NaN or infinite marks a sample that can't be scored, and
   *     {@link Samples#reject} says why
   */
  double[] score(Samples samples);

  @Override
  default void close() {}
}
