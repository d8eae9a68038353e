package dev.prospector.jobs.config;

import dev.prospector.driver.input.InvalidInputException;

/** What each prompt may cost, in the unit that the user chose. */
public sealed interface BudgetSetting {

  /**
   * Network evaluations granted to each prompt.
   *
   * @param perCandidate what one candidate costs while searching
   * @param afterwards what drawing the winners costs then
   * @throws InvalidInputException if that does not pay for one candidate
   */
  long nfe(int perCandidate, long afterwards);

  /**
   * So many images, whatever they cost.
   *
   * @param count 1 or more
   */
  record Candidates(int count) implements BudgetSetting {
    @Override
    public long nfe(int perCandidate, long afterwards) {
      return (long) count * perCandidate + afterwards;
    }
  }

  /**
   * So many evaluations of D, each guided one counted once.
   *
   * @param granted 1 or more
   */
  record Nfe(long granted) implements BudgetSetting {
    @Override
    public long nfe(int perCandidate, long afterwards) {
      if (granted < perCandidate + afterwards) {
        throw new InvalidInputException(
            "budget was %d NFE per prompt, expected at least %d: one candidate costs %d%s"
                .formatted(
                    granted,
                    perCandidate + afterwards,
                    perCandidate,
                    afterwards == 0 ? "" : ", the final images " + afterwards));
      }
      return granted;
    }
  }
}
