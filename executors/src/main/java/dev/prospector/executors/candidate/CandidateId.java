package dev.prospector.executors.candidate;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Names a candidate within a run; its order breaks ties between equal scores.
 *
 * @param prompt the prompt's ordinal
 * @param round from 0; {@link #FIRST_SAMPLE} for what the model draws without a search
 * @param index within the prompt's round, from 0
 */
public record CandidateId(int prompt, int round, int index)
    implements Serializable, Comparable<CandidateId> {

  /** The round, before all others, of first samples that a search does not draw itself. */
  public static final int FIRST_SAMPLE = -1;

  private static final Comparator<CandidateId> ORDER =
      Comparator.comparingInt(CandidateId::prompt)
          .thenComparingInt(CandidateId::round)
          .thenComparingInt(CandidateId::index);

  @Override
  public int compareTo(CandidateId other) {
    return ORDER.compare(this, other);
  }
}
