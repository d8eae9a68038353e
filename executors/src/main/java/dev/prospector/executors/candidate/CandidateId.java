package dev.prospector.executors.candidate;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Names a candidate within a run; its order breaks ties between equal scores.
 *
 * @param prompt the prompt's ordinal
 * @param round from 0
 * @param index within the prompt's round, from 0
 */
public record CandidateId(int prompt, int round, int index)
    implements Serializable, Comparable<CandidateId> {

  private static final Comparator<CandidateId> ORDER =
      Comparator.comparingInt(CandidateId::prompt)
          .thenComparingInt(CandidateId::round)
          .thenComparingInt(CandidateId::index);

  /** What the model draws without any search: the first candidate of the first round. */
  public boolean isFirstSample() {
    return round == 0 && index == 0;
  }

  @Override
  public int compareTo(CandidateId other) {
    return ORDER.compare(this, other);
  }
}
