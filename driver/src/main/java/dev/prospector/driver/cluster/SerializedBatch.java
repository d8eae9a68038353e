package dev.prospector.driver.cluster;

import dev.prospector.driver.search.SearchSpace;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Readout;
import java.util.List;

/** A batch on its way to a task. */
final class SerializedBatch {
  private final int from;
  private final int to;
  private final byte[] recipes;
  private final int[] blocks;
  private final Readout readout;
  private final long nfe;

  /**
   * Packs candidates that are {@linkplain Candidate#isAlongside alongside}.
   *
   * @param from where the batch begins among all that are packed
   * @param parents where the latents are that these go on from
   */
  SerializedBatch(
      int from, List<Candidate> batch, Blocks parents, SearchSpace space, Packing packing) {
    this.from = from;
    this.to = from + batch.size();
    this.recipes = packing.pack(batch);
    this.blocks = parents.isEmpty() ? new int[0] : batch.stream().mapToInt(parents::of).toArray();
    this.readout = batch.get(0).readout();
    this.nfe = batch.stream().mapToLong(space::nfe).sum();
  }

  /** Where it begins among all that are packed. */
  int from() {
    return from;
  }

  /** Where it ends. */
  int to() {
    return to;
  }

  /** Its candidates, packed; not to be changed. */
  byte[] recipes() {
    return recipes;
  }

  /** By candidate, that of its parent; empty if nobody's parent has one. Not to be changed. */
  int[] blocks() {
    return blocks;
  }

  /** What all of them show. */
  Readout readout() {
    return readout;
  }

  /** What all of them cost. */
  long nfe() {
    return nfe;
  }
}
