package dev.prospector.driver.rounds;

import dev.prospector.driver.search.Ranked;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchState;
import dev.prospector.driver.search.TopK.Entry;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Outcome.Failed;
import dev.prospector.executors.candidate.Outcome.Scored;
import java.util.ArrayList;
import java.util.List;

/** Who gets which place when a prompt's search has ended. */
final class Podium {
  private Podium() {}

  /** What the model drew without a search. */
  record FirstSample(Candidate candidate, Outcome outcome) {}

  /**
   * Place 0 for the first sample, 1 and on for the winners; one empty place if nothing was scored.
   *
   * @param first the first sample and what became of it
   */
  static List<Place> of(SearchState state, FirstSample first, SearchSpace space) {
    long nfe = state.budget().spent();
    List<Place> places = new ArrayList<>();
    if (first.outcome() instanceof Scored scored) {
      double score = scored.scores().of(space.searched());
      places.add(
          new Place.Taken(
              state.prompt(),
              0,
              scored.id(),
              score,
              scored.scores(),
              first.candidate().lineage(),
              space.nfe()));
    } else {
      String reason = ((Failed) first.outcome()).reason();
      places.add(new Place.Empty(state.prompt(), 0, reason, space.nfe()));
    }
    int rank = 1;
    for (Entry<Ranked> entry : state.best().entries()) {
      Ranked ranked = entry.value();
      places.add(
          new Place.Taken(
              state.prompt(),
              rank++,
              entry.id(),
              entry.score(),
              ranked.scores(),
              ranked.candidate().lineage(),
              nfe));
    }
    if (rank == 1) {
      String reason = state.failure().orElse("no candidate was affordable");
      places.add(new Place.Empty(state.prompt(), 1, reason, nfe));
    }
    return places;
  }
}
