package dev.prospector.driver.cluster;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.engine.EvaluatedSample;
import java.util.List;

/** Evaluates the batches of one task, where it runs. */
public interface BatchEvaluator extends AutoCloseable {

  /**
   * Evaluates one batch.
   *
   * @param batch at most the run's batch size, all {@linkplain Candidate#isAlongside alongside}
   * @return in the batch's order
   */
  List<EvaluatedSample> evaluate(List<Candidate> batch);

  /** Evaluations of D so far. */
  long nfe();

  @Override
  void close();
}
