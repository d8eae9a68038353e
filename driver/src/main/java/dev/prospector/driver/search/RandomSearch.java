package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Outcome;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Random search, best of N: draw N noises, denoise each, keep the best under the verifier.
 *
 * <p>Ma et al. 2025 (arXiv 2501.09732), section 3.2, "Random Search". N is what the budget affords;
 * its cost is N times one trajectory's NFE. The first candidate is what the model draws without a
 * search.
 *
 * <pre>
 *   for i in 1..N:  n_i ~ N(0, I);  s_i = V(ODE(n_i))
 *   return argmax_i s_i
 * </pre>
 */
public record RandomSearch(SearchSpace space) implements SearchAlgorithm {

  @Override
  public String name() {
    return "random";
  }

  @Override
  public List<Candidate> propose(SearchState state) {
    Leg ode = space.whole();
    int n = Math.toIntExact(state.budget().affords(space.nfe(ode, space.readout())));
    return IntStream.range(0, n)
        .mapToObj(i -> space.fresh(state, i, ode, space.readout()))
        .toList();
  }

  @Override
  public SearchState select(SearchState state, List<Candidate> candidates, List<Outcome> outcomes) {
    return state.after(candidates, outcomes);
  }

  @Override
  public boolean drawsFirstSample() {
    return true;
  }

  @Override
  public OptionalInt unit() {
    return OptionalInt.of(space.nfe(space.whole(), space.readout()));
  }
}
