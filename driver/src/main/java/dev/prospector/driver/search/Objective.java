package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Scores;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

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

  /**
   * Whether a candidate that is better by every searched verifier is always worth more, so that
   * whoever stands below enough others can be let go of.
   */
  default boolean respectsDominance() {
    return true;
  }

  /** How many of a candidate's scores, the first ones, decide; 0 if nobody leads before the end. */
  int searched();

  /**
   * Who leads: the k best of one prompt's pool, valued among themselves, of equals the one whose id
   * comes first. Searches, reports and benchmarks all ask here.
   */
  default <T extends Contender> TopK<T> best(List<T> pool, int k) {
    double[] values = values(pool.stream().map(Contender::scores).toList());
    return TopK.of(
        k,
        IntStream.range(0, values.length)
            .mapToObj(
                i -> {
                  T one = pool.get(i);
                  return new TopK.Entry<>(values[i], one.id(), one);
                })
            .toList());
  }
}
