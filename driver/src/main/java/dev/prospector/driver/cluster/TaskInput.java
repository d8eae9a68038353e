package dev.prospector.driver.cluster;

import dev.prospector.executors.candidate.Candidate;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** What one task of a round does: batches, and for each candidate the block of its parent. */
public final class TaskInput implements Serializable {
  private static final long serialVersionUID = 1L;

  /** There is no block; where the parent stands is walked to again. */
  static final int NO_BLOCK = -1;

  private final byte[][] batches;
  private final int[] blocks;

  TaskInput(List<SerializedBatch> batches) {
    this.batches = batches.stream().map(SerializedBatch::recipes).toArray(byte[][]::new);
    this.blocks = batches.stream().flatMapToInt(b -> Arrays.stream(b.blocks())).toArray();
  }

  List<List<Candidate>> batches() {
    return Arrays.stream(batches).map(Packing.here()::unpack).toList();
  }

  /** By candidate, in the order of the batches. */
  int block(int candidate) {
    return blocks.length == 0 ? NO_BLOCK : blocks[candidate];
  }
}
