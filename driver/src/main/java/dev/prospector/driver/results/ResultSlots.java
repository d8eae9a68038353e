package dev.prospector.driver.results;

import dev.prospector.driver.results.FirstSamples.FirstSample;
import dev.prospector.driver.search.ScoredCandidate;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchState;
import dev.prospector.driver.search.TopK.Entry;
import dev.prospector.executors.candidate.Outcome.Failed;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.List;

/** Who gets which slot when a prompt's search has ended. */
public final class ResultSlots {
  private ResultSlots() {}

  /**
   * Slot 0 for the first sample, 1 and on for the winners; one empty slot if nothing was scored.
   *
   * @param winners best first
   * @param firstSamples what became of them
   * @param nfe credited to the prompt
   */
  public static List<ResultSlot> of(
      SearchState state,
      List<Entry<ScoredCandidate>> winners,
      FirstSamples firstSamples,
      SearchSpace space,
      long nfe) {
    Prompt prompt = state.prompt();
    List<ResultSlot> slots = new ArrayList<>();
    firstSamples.of(prompt).ifPresent(first -> slots.add(slot(prompt, first, space)));
    int rank = 1;
    for (Entry<ScoredCandidate> winner : winners) {
      slots.add(ResultSlot.Taken.of(prompt, rank++, winner.score(), winner.value(), nfe));
    }
    if (rank == 1) {
      String reason = state.failure().orElse("no candidate was affordable");
      slots.add(new ResultSlot.Empty(prompt, 1, reason, nfe));
    }
    return slots;
  }

  private static ResultSlot slot(Prompt prompt, FirstSample first, SearchSpace space) {
    int alone = space.nfe(first.candidate());
    if (first.outcome() instanceof Scored scored) {
      double value = space.objective().values(List.of(scored.scores()))[0];
      ScoredCandidate ranked =
          new ScoredCandidate(first.candidate(), scored.scores(), scored.features());
      return ResultSlot.Taken.of(prompt, 0, value, ranked, alone);
    }
    return new ResultSlot.Empty(prompt, 0, ((Failed) first.outcome()).reason(), alone);
  }
}
