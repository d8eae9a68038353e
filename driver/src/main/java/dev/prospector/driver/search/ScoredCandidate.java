package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Scores;

/** A candidate with every verifier's score of it, and its features if the run has any. */
public record ScoredCandidate(Candidate candidate, Scores scores, Features features)
    implements Contender {

  @Override
  public CandidateId id() {
    return candidate.id();
  }
}
