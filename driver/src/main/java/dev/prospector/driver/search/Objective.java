package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Scores;
import java.io.Serializable;
import java.util.List;

/** From what the searched verifiers say to who is better. */
public interface Objective extends Serializable {

  /**
   * The value of each of a pool, higher is better.
   *
   * @param pool scores of one prompt's candidates
   * @return one finite value for each, in their order
   */
  double[] values(List<Scores> pool);

  /**
   * Whether a candidate's value depends on which others are in the pool. If so the whole pool is
   * kept, and all of it is valued again whenever it grows.
   */
  boolean dependsOnPool();

  /** How many of a candidate's scores, the first ones, decide. */
  int searched();
}
