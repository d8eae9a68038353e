package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.settings.Setting;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Zero-order search, ZO-N: around a pivot noise, try N neighbours; the best becomes the pivot.
 *
 * <p>Ma et al. 2025 (arXiv 2501.09732), section 3.2, "Zero-Order Search". The paper leaves distance
 * and formula open; {@link NoiseLineage#neighbour} follows the authors' code: a rotation by a fixed
 * angle that keeps the norm, cosine .95. Under a stochastic sampler, which the paper leaves out,
 * neighbours take the step noise of their chain's root, so that they are neighbours to the end.
 *
 * <pre>
 *   n ~ N(0, I);  s = V(ODE(n))
 *   for k in 1..K:
 *     y_j ~ {y : cos(y, n) = c, |y| = |n|};  s_j = V(ODE(y_j))     j in 1..N
 *     if max_j s_j > s:  n, s = y_j*, s_j*
 * </pre>
 *
 * <p>NFE: (1 + K N) trajectories; K is what the budget affords. Deviations: the pivot's score is
 * kept, not taken again, so it is lost neither to a worse round nor to a tie. A round that does not
 * improve is a fixed point; what then is a choice.
 *
 * @param neighbours N, 1 or more; the paper uses 2 for text-to-image, 2 to 8 on ImageNet
 * @param cosine c, in [-1, 1]
 * @param onStall what to do at a fixed point
 */
record ZeroOrderSearch(
    SearchSpace space,
    @Setting(by = "2", min = 1, max = 10_000, label = "N", help = "Neighbours tried per round.")
        int neighbours,
    @Setting(by = "0.95", min = -1, max = 1, label = "C", help = "Cosine of neighbour and pivot.")
        double cosine,
    @Setting(
            by = "restart",
            label = "stop|restart",
            help = "When no neighbour is better, stop, or keep the best and draw a new pivot.")
        OnStall onStall)
    implements SearchAlgorithm {

  /** Leave the rest of the budget unspent, or bank the pivot and draw a new one. */
  enum OnStall {
    STOP,
    RESTART
  }

  @Override
  public String name() {
    return "zero-order";
  }

  @Override
  public List<Candidate> propose(SearchState state) {
    Leg ode = space.whole();
    long affordable = state.budget().affords(space.nfe(ode, space.readout()));
    if (state.finished() || affordable == 0) {
      return List.of();
    }
    if (state.survivors().isEmpty()) {
      return List.of(space.fresh(state, 0, ode, space.readout()));
    }
    NoiseLineage n = state.survivors().get(0).candidate().lineage();
    return IntStream.range(0, (int) Math.min(neighbours, affordable))
        .mapToObj(
            j -> {
              NoiseLineage y = n.neighbour(space.seed(state, j), cosine);
              return Candidate.whole(state.id(j), y, ode, space.readout());
            })
        .toList();
  }

  @Override
  public SearchState select(SearchState state, List<Candidate> candidates, List<Outcome> outcomes) {
    SearchState next = state.after(candidates, outcomes);
    List<ScoredCandidate> pivot = state.survivors();
    for (ScoredCandidate y : SearchState.scored(candidates, outcomes)) {
      if (pivot.isEmpty() || next.pool().prefers(y, pivot.get(0))) {
        pivot = List.of(y);
      }
    }
    boolean stalled = pivot.equals(state.survivors());
    if (stalled && onStall == OnStall.STOP && !pivot.isEmpty()) {
      return next.asFinished();
    }
    return next.withSurvivors(stalled ? List.of() : pivot);
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
