package dev.prospector.driver.search;

import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Scores;

/** What an {@link Objective} ranks: scores, and a name that breaks ties. */
public interface Contender {

  CandidateId id();

  /** By the searched verifiers first, in the objective's order. */
  Scores scores();
}
