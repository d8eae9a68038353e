package dev.prospector.driver.search;

import java.util.List;

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
}
