package dev.prospector.driver.search;

import dev.prospector.driver.search.TopK.Entry;
import java.util.List;

/**
 * Who wins once all rounds of a wave are over. Usually each prompt's pool has decided that; winners
 * that are to differ are chosen from more than the best, and an oracle that judges a set of images
 * decides over all prompts together.
 */
@FunctionalInterface
public interface WinnerSelection {

  /** Each prompt's own best. */
  WinnerSelection BY_PROMPT = states -> states.stream().map(state -> state.pool().best()).toList();

  /**
   * The winners of a wave whose rounds are over.
   *
   * @param states of the wave's prompts, in their order
   * @return each prompt's, in the same order, by value and then by id; none where nobody can win
   */
  List<List<Entry<ScoredCandidate>>> choose(List<SearchState> states);
}
