package dev.prospector.jobs.report;

import dev.prospector.executors.candidate.NoiseLineage;
import java.util.List;

/**
 * What search did for one prompt. Scores are in the report's order of verifiers; NaN is a missing
 * one.
 *
 * @param category the prompt set's column {@code category}, or null
 * @param first scores of the first sample
 * @param best scores of the winner
 * @param lineage the winner's noise
 * @param nfe credited to the prompt
 */
record PromptResult(
    String id,
    String prompt,
    String category,
    List<Double> first,
    List<Double> best,
    NoiseLineage lineage,
    long nfe) {

  double gain(int verifier) {
    return best.get(verifier) - first.get(verifier);
  }
}
