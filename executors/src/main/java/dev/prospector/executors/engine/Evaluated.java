package dev.prospector.executors.engine;

import dev.prospector.executors.candidate.Outcome;
import java.util.Optional;

/**
 * A candidate's outcome and, if it was scored, its picture.
 *
 * @param picture empty if the candidate failed
 */
public record Evaluated(Outcome outcome, Optional<Picture> picture) {}
