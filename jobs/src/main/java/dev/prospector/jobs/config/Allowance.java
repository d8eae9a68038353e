package dev.prospector.jobs.config;

import dev.prospector.jobs.BadInput;

/** What each prompt may cost, in the unit that the user chose. */
public sealed interface Allowance {

  /**
   * Network evaluations granted to each prompt.
   *
   * @param perCandidate what one candidate costs
   * @throws BadInput if that does not pay for one candidate
   */
  long nfe(int perCandidate);

  /**
   * So many pictures, whatever they cost.
   *
   * @param count 1 or more
   */
  record Candidates(int count) implements Allowance {
    @Override
    public long nfe(int perCandidate) {
      return (long) count * perCandidate;
    }
  }

  /**
   * So many evaluations of D, each guided one counted once.
   *
   * @param granted 1 or more
   */
  record Nfe(long granted) implements Allowance {
    @Override
    public long nfe(int perCandidate) {
      if (granted < perCandidate) {
        throw new BadInput(
            "budget was %d NFE per prompt, expected at least %d: one candidate costs %d"
                .formatted(granted, perCandidate, perCandidate));
      }
      return granted;
    }
  }
}
