package dev.prospector.driver.rounds;

import dev.prospector.executors.candidate.CandidateId;

/** The names of a round's candidates, ascending, in eight bytes each. */
final class RoundIds {
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

  CandidateId get(int position) {
    return new CandidateId(prompts[position], round, indices[position]);
  }

  /** Where a candidate stands; negative if it is not of the round. */
  int position(CandidateId id) {
    int low = 0;
    int high = id.round() == round ? prompts.length - 1 : -1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = get(middle).compareTo(id);
      if (order == 0) {
        return middle;
      } else if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
