package dev.prospector.driver.cluster;

import dev.prospector.executors.candidate.CandidateId;
import java.util.AbstractList;
import java.util.Collections;
import java.util.RandomAccess;

/** The names of a round's candidates, ascending, in eight bytes each. */
public final class RoundIds extends AbstractList<CandidateId> implements RandomAccess {
  private final int round;
  private final int[] prompts;
  private final int[] indices;

  RoundIds(int round, int candidates) {
    this.round = round;
    this.prompts = new int[candidates];
    this.indices = new int[candidates];
  }

  void put(int position, CandidateId id) {
    prompts[position] = id.prompt();
    indices[position] = id.index();
  }

  /** Where a candidate stands; negative if it is not of the round. */
  public int position(CandidateId id) {
    return Collections.binarySearch(this, id);
  }

  @Override
  public CandidateId get(int position) {
    return new CandidateId(prompts[position], round, indices[position]);
  }

  @Override
  public int size() {
    return prompts.length;
  }
}
