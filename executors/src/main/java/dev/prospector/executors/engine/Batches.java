package dev.prospector.executors.engine;

import dev.prospector.executors.candidate.Candidate;
import java.util.ArrayList;
import java.util.List;

/** How candidates are cut into batches. */
public final class Batches {
  private Batches() {}

  /**
   * Runs of neighbours that walk the same levels, in their order.
   *
   * @param size candidates per batch, at most
   */
  public static List<List<Candidate>> of(List<Candidate> candidates, int size) {
    List<List<Candidate>> batches = new ArrayList<>();
    for (int from = 0; from < candidates.size(); ) {
      int to = from + 1;
      while (to < candidates.size()
          && to - from < size
          && candidates.get(to).isAlongside(candidates.get(from))) {
        to++;
      }
      batches.add(candidates.subList(from, to));
      from = to;
    }
    return batches;
  }
}
