package dev.prospector.driver.record;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.candidate.Scores;
import java.util.List;

/**
 * One row of the round log: a candidate and what became of it.
 *
 * @param promptId the user's name for its prompt; ordinals are not logged, since they depend on the
 *     file that the prompt stood in
 * @param parent round and index of the candidate that it goes on from; null if it starts from noise
 * @param legs all that it walked, its own leg last
 * @param scores in the log's order of verifiers, by the first of them only if it can't win; null
 *     when the candidate failed
 * @param error one sentence, or null when the candidate was scored
 */
public record LoggedCandidate(
    String promptId,
    int round,
    int index,
    NoiseLineage lineage,
    CandidateId parent,
    List<Leg> legs,
    Readout readout,
    Scores scores,
    Features features,
    Cost cost,
    String error) {

  public LoggedCandidate {
    if ((scores == null) == (error == null)) {
      throw new IllegalArgumentException(
          "prompt %s, round %d, candidate %d: %s, expected either"
              .formatted(promptId, round, index, error == null ? "no score, no error" : "both"));
    }
    legs = List.copyOf(legs);
  }

  /** The candidate's own leg. */
  Leg leg() {
    return legs.get(legs.size() - 1);
  }

  /** The candidate again, for the prompt that now stands at {@code ordinal}. */
  public Candidate candidate(int ordinal) {
    return new Candidate(
        new CandidateId(ordinal, round, index),
        lineage,
        parent == null ? null : new CandidateId(ordinal, parent.round(), parent.index()),
        legs.subList(0, legs.size() - 1),
        leg(),
        readout);
  }

  /** The outcome again, for the prompt that now stands at {@code ordinal}. */
  public Outcome outcome(int ordinal) {
    CandidateId id = new CandidateId(ordinal, round, index);
    return error == null
        ? new Outcome.Scored(id, scores, features, cost)
        : new Outcome.Failed(id, error, cost);
  }
}
