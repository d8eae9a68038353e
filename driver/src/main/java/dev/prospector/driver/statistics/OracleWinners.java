package dev.prospector.driver.statistics;

import dev.prospector.driver.search.ScoredCandidate;
import dev.prospector.driver.search.SearchState;
import dev.prospector.driver.search.TopK.Entry;
import dev.prospector.driver.search.WinnerSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Lets an oracle choose each prompt's winner, prompt by prompt in a wave's order. Every wave is
 * chosen for by itself, so that a run taken up again chooses the same.
 *
 * @param oracle a new one for each wave
 */
record OracleWinners(Supplier<OracleSelection> oracle) implements WinnerSelection {

  @Override
  public List<List<Entry<ScoredCandidate>>> choose(List<SearchState> states) {
    OracleSelection selection = oracle.get();
    List<List<Entry<ScoredCandidate>>> chosen = new ArrayList<>();
    for (SearchState state : states) {
      List<ScoredCandidate> members = state.pool().members();
      float[][] pool = members.stream().map(m -> m.features().toArray()).toArray(float[][]::new);
      OptionalInt best = pool.length == 0 ? OptionalInt.empty() : selection.choose(pool);
      List<ScoredCandidate> winners =
          best.isPresent() ? List.of(members.get(best.getAsInt())) : List.of();
      chosen.add(state.pool().objective().best(winners, 1).entries());
    }
    return chosen;
  }
}
