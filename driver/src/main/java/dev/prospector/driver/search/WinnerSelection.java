package dev.prospector.driver.search;

import java.util.List;

/**
 * Who wins once all rounds of a wave are over. Usually each prompt's pool has decided that; an
 * oracle that judges a set of images decides over all prompts together.
 */
@FunctionalInterface
public interface WinnerSelection {

  /** Each prompt's own best. */
  WinnerSelection BY_PROMPT = states -> states;

  /**
   * The winners of a wave whose rounds are over.
   *
   * @param states of the wave's prompts, in their order
   * @return the states in the same order, the winners alone in their pools
   */
  List<SearchState> choose(List<SearchState> states);
}
