package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Leg;

/**
 * What every algorithm knows of a run.
 *
 * @param runSeed all of the run's randomness is derived from it
 * @param trajectory from the model's highest noise level to 0
 * @param nfe what one candidate costs over the whole trajectory
 * @param searched which of the run's verifiers decides, by its place in {@code Scores}
 * @param k winners kept per prompt
 */
public record SearchSpace(long runSeed, Leg trajectory, int nfe, int searched, int k) {}
