package dev.prospector.driver.rounds;

import dev.prospector.driver.rounds.FirstSamples.FirstSample;
import dev.prospector.driver.search.Ranked;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchState;
import dev.prospector.driver.search.TopK.Entry;
import dev.prospector.executors.candidate.Outcome.Failed;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.List;

/** Who gets which place when a prompt's search has ended. */
final class Podium {
  private Podium() {}

  /**
   * Place 0 for the first sample, 1 and on for the winners; one empty place if nothing was scored.
   *
   * @param first the first sample and what became of it
   */
  static List<Place> of(SearchState state, FirstSample first, SearchSpace space) {
    long nfe = state.budget().spent();
    Prompt prompt = state.prompt();
    List<Place> places = new ArrayList<>();
    int alone = space.nfe(first.candidate());
    if (first.outcome() instanceof Scored scored) {
      double value = space.objective().values(List.of(scored.scores()))[0];
      Ranked ranked = new Ranked(first.candidate(), scored.scores(), scored.features());
      places.add(Place.Taken.of(prompt, 0, value, ranked, alone));
    } else {
      String reason = ((Failed) first.outcome()).reason();
      places.add(new Place.Empty(prompt, 0, reason, alone));
    }
    int rank = 1;
    for (Entry<Ranked> winner : state.pool().best()) {
      places.add(Place.Taken.of(prompt, rank++, winner.score(), winner.value(), nfe));
    }
    if (rank == 1) {
      String reason = state.failure().orElse("no candidate was affordable");
      places.add(new Place.Empty(prompt, 1, reason, nfe));
    }
    return places;
  }
}
