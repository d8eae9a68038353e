package dev.prospector.executors.engine;

import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.image.Image;
import java.util.Optional;

/**
 * A candidate's outcome and what it leaves behind on the machine that made it.
 *
 * @param image the finished image; empty if it failed or can't win
 * @param latents where it stands, {@code C·H·W} values in C order; empty if it failed or nothing
 *     can go on from it
 */
public record EvaluatedSample(Outcome outcome, Optional<Image> image, Optional<float[]> latents) {

  /** A candidate that could not even begin, at no cost. */
  static EvaluatedSample failed(CandidateId id, String reason, int batch) {
    Cost none = new Cost(0, 0, 0, 0, Cost.Stages.NONE, batch);
    return new EvaluatedSample(
        new Outcome.Failed(id, reason, none), Optional.empty(), Optional.empty());
  }
}
