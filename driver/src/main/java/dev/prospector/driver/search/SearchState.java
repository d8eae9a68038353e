package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Outcome.Failed;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Prompt;
import java.util.List;
import java.util.Optional;

/**
 * All that survives a round for one prompt.
 *
 * @param round the round to come, from 0
 * @param best the winners so far, by the searched score
 * @param failure why the latest failed candidate failed; the prompt itself has failed if nothing is
 *     in {@code best} when the search ends
 */
public record SearchState(
    Prompt prompt, int round, ComputeBudget budget, TopK<Ranked> best, Optional<String> failure) {

  static SearchState start(Prompt prompt, ComputeBudget budget, int k) {
    return new SearchState(prompt, 0, budget, TopK.empty(k), Optional.empty());
  }

  SearchState charged(long nfe) {
    return new SearchState(prompt, round, budget.charge(nfe), best, failure);
  }

  /** The next round's state, with this round's scored candidates among the best. */
  SearchState after(List<Candidate> candidates, List<Outcome> outcomes, int searched) {
    TopK<Ranked> merged = best;
    Optional<String> reason = failure;
    for (int i = 0; i < candidates.size(); i++) {
      if (outcomes.get(i) instanceof Scored scored) {
        Ranked ranked = new Ranked(candidates.get(i), scored.scores());
        merged = merged.plus(scored.scores().of(searched), scored.id(), ranked);
      } else if (outcomes.get(i) instanceof Failed failed) {
        reason = Optional.of(failed.reason());
      }
    }
    return new SearchState(prompt, round + 1, budget, merged, reason);
  }
}
