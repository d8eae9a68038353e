package dev.prospector.executors.engine;

import dev.prospector.executors.candidate.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How candidates are cut into batches. */
public final class Batches {
  private Batches() {}

  /**
   * Runs of neighbours that walk the same levels, in their order.
   *
   * @param size candidates per batch, at most
   */
  static List<List<Candidate>> of(List<Candidate> candidates, int size) {
    List<List<Candidate>> batches = new ArrayList<>();
    forEach(candidates, size, batches::add);
    return batches;
  }

  /** The same, each handed over when it is full, for candidates that are not held all at once. */
  public static void forEach(
      Iterable<Candidate> candidates, int size, Consumer<List<Candidate>> action) {
    List<Candidate> batch = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (batch.size() == size || (!batch.isEmpty() && !candidate.isAlongside(batch.get(0)))) {
        action.accept(batch);
        batch = new ArrayList<>();
      }
      batch.add(candidate);
    }
    if (!batch.isEmpty()) {
      action.accept(batch);
    }
  }
}
