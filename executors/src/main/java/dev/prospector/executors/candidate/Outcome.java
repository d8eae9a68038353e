package dev.prospector.executors.candidate;

import java.io.Serializable;
import java.util.Objects;

/** What became of a candidate. */
public sealed interface Outcome extends Serializable {

  CandidateId id();

  Cost cost();

  /** Every verifier that it was shown to gave a finite score. */
  record Scored(CandidateId id, Scores scores, Features features, Cost cost) implements Outcome {
    public Scored {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(scores, "scores");
      Objects.requireNonNull(features, "features");
      Objects.requireNonNull(cost, "cost");
    }
  }

  /**
   * It can't be compared; the rest of the round goes on.
   *
   * @param reason one sentence for the user
   */
  record Failed(CandidateId id, String reason, Cost cost) implements Outcome {
    public Failed {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(cost, "cost");
    }
  }
}
