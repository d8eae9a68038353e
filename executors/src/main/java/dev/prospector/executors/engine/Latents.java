package dev.prospector.executors.engine;

import dev.prospector.executors.candidate.CandidateId;
import java.util.Optional;

/** Where candidates of earlier rounds stand. What is not at hand is walked to again. */
@FunctionalInterface
public interface Latents {

  /** Nothing is at hand. */
  Latents NONE = id -> Optional.empty();

  /**
   * A candidate's latents.
   *
   * @return {@code C·H·W} values in C order, not to be changed; empty if they are not at hand
   */
  Optional<float[]> of(CandidateId id);
}
