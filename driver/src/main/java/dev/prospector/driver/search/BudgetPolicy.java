package dev.prospector.driver.search;

import java.util.List;
import java.util.OptionalInt;

/**
 * Of a wave, between rounds: what each prompt may spend in the coming one. An algorithm sees one
 * prompt, a policy all that share their rounds. It is pure: a run that died is replayed from its
 * log and goes on the same way. Where what one prompt gets depends on the others, it depends on the
 * wave.
 */
@FunctionalInterface
public interface BudgetPolicy {

  /** All that is left, to everybody. */
  BudgetPolicy UNIFORM = states -> states.stream().mapToLong(one -> one.budget().left()).toArray();

  /**
   * The coming round's NFE by prompt, 0 or more; what exceeds a prompt's rest is its rest. A search
   * ends when nobody is granted enough for a candidate.
   *
   * @param states in the wave's order
   */
  long[] grant(List<SearchState> states);

  /**
   * The most that so many prompts may spend together.
   *
   * @param nfe granted to each
   */
  default long most(int prompts, long nfe) {
    return prompts * nfe;
  }

  /** Whether it learns from rounds, which must then be kept for {@link #after}. */
  default boolean learns() {
    return false;
  }

  /**
   * The policy of the rounds to come, which has learned from this one, if it learns.
   *
   * @param finished candidates that came to their end in it and did not fail, by prompt in the
   *     wave's order
   */
  default BudgetPolicy after(List<List<ScoredCandidate>> finished) {
    return this;
  }

  /**
   * The last round whose candidates may win, by what is known so far; empty if those of any may,
   * whatever comes. A policy that says one now may say an earlier one later.
   */
  default OptionalInt lastToWin() {
    return OptionalInt.empty();
  }
}
