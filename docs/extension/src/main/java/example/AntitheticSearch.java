package example;

import dev.prospector.driver.search.SearchAlgorithm;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchState;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Best of N over antithetic noises (Hammersley and Morton 1956): draws come in pairs n and -n.
 *
 * <p>Jia et al. 2025 (arXiv 2506.06185) find that a diffusion model's images of n and -n are
 * strongly negatively correlated. Where scores are too, the better of a pair beats the better of
 * two independent draws on average. Both of a pair are exactly Gaussian.
 *
 * <pre>
 *   for i in 1..N/2:  n_i ~ N(0, I);  s_i = V(ODE(n_i)),  s'_i = V(ODE(-n_i))
 *   return the noise of the highest s_i or s'_i
 * </pre>
 *
 * <p>NFE: N trajectories, N what the budget affords; of an odd N the last draw stays alone.
 */
record AntitheticSearch(SearchSpace space) implements SearchAlgorithm {

  @Override
  public String name() {
    return "antithetic";
  }

  @Override
  public List<Candidate> propose(SearchState state) {
    Leg ode = space.whole();
    long affordable = state.budget().affords(space.nfe(ode, space.readout()));
    int n = state.round() > 0 ? 0 : Math.toIntExact(affordable);
    return IntStream.range(0, n).mapToObj(i -> candidate(state, i, ode)).toList();
  }

  private Candidate candidate(SearchState state, int i, Leg ode) {
    NoiseLineage n = NoiseLineage.fresh(space.seed(state, i / 2));
    // A neighbour at cosine -1 is the negation: no direction is left to turn in, whatever the seed.
    NoiseLineage noise = i % 2 == 0 ? n : n.neighbour(n.seed(), -1);
    return Candidate.whole(state.id(i), noise, ode, space.readout());
  }

  @Override
  public SearchState select(SearchState state, List<Candidate> candidates, List<Outcome> outcomes) {
    return state.after(candidates, outcomes);
  }

  @Override
  public boolean drawsFirstSample() {
    return true;
  }
}
