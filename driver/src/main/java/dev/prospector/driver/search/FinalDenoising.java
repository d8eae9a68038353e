package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Readout;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches with cheap trajectories and draws the winners with the final one: the third axis of
 * compute of Ma et al. 2025 (arXiv 2501.09732), section 5.2, NFEs per search iteration against NFEs
 * of the final generation.
 *
 * <p>The same draws winners again that were found with weights of another type.
 *
 * <p>NFE: the search's, and k final trajectories, which are reserved before the search begins. The
 * images are ranked by their final scores.
 *
 * @param search what decides which noises are final
 */
record FinalDenoising(SearchAlgorithm search, SearchSpace space) implements SearchAlgorithm {

  @Override
  public String name() {
    return search.name();
  }

  @Override
  public List<Candidate> propose(SearchState state) {
    Leg ode = space.whole(space.finalSteps());
    int nfe = space.nfe(ode, Readout.IMAGE);
    SearchState searching = state.withBudget(state.budget().without((long) space.k() * nfe));
    List<Candidate> trials = state.finished() ? List.of() : search.propose(searching);
    return trials.isEmpty() ? images(state, ode, nfe) : trials;
  }

  /** Of those who lead, whose images may be final already. */
  private static List<Candidate> images(SearchState state, Leg ode, int nfe) {
    List<Candidate> images = new ArrayList<>();
    for (TopK.Entry<ScoredCandidate> leader : state.pool().best()) {
      Candidate trial = leader.value().candidate();
      if (trial.readout() == Readout.TRIAL && images.size() < state.budget().affords(nfe)) {
        images.add(Candidate.whole(state.id(images.size()), trial.lineage(), ode, Readout.IMAGE));
      }
    }
    return images;
  }

  @Override
  public boolean walksInLegs() {
    return search.walksInLegs();
  }

  @Override
  public SearchState select(SearchState state, List<Candidate> candidates, List<Outcome> outcomes) {
    if (candidates.get(0).readout() != Readout.IMAGE) {
      return search.select(state, candidates, outcomes);
    }
    Pool none = Pool.empty(space.objective(), space.k());
    return state.withPool(none).after(candidates, outcomes).asFinished();
  }
}
