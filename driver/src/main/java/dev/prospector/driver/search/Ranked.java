package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Scores;

/** A candidate among the best, with every verifier's score of it. */
public record Ranked(Candidate candidate, Scores scores) {}
