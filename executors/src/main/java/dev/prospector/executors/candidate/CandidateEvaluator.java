package dev.prospector.executors.candidate;

import java.util.List;

/**
 * Scores candidates. One contract, two implementations: in this process, and over a Spark cluster.
 */
public interface CandidateEvaluator {

  /**
   * Scores every candidate exactly once. The result does not depend on how the candidates are
   * batched or partitioned.
   *
   * @param round from 0, for progress and job names
   * @param candidates best walked from first to last; to be copied by whoever needs them when the
   *     round is over
   * @return one outcome per candidate, in the candidates' order
   */
  List<Outcome> evaluate(int round, List<Candidate> candidates);
}
