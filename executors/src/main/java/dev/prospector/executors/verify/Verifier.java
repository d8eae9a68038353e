package dev.prospector.executors.verify;

import ai.djl.ndarray.NDArray;
import dev.prospector.executors.candidate.Prompt;
import java.util.List;

/** An open verifier: it holds whatever native memory it needs until closed. */
public interface Verifier extends AutoCloseable {

  /**
   * Scores a batch of pictures. Deterministic; row i depends on picture i and prompt i alone.
   *
   * @param pictures {@code [B,3,H,W]} float32 in [0, 1]; not closed, not changed
   * @param prompts B prompts
   * @return B scores, higher is better; NaN or infinite marks a picture that can't be scored
   */
  double[] score(NDArray pictures, List<Prompt> prompts);

  @Override
  default void close() {}
}
