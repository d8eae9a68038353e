package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.settings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Search over paths, Paths-N: re-noise nearly clean samples, denoise them again, keep the best.
 *
 * <p>Ma et al. 2025 (arXiv 2501.09732), section 3.2, "Search over Paths", with the settings of
 * table 6 as levels of rectified flow; other processes take the levels of equal signal-to-noise.
 *
 * <pre>
 *   X = {ODE(n_i, 1 to s)}  i in 1..N
 *   while s > 0:
 *     y = forward(x, s to s + df, e_m);  y' = ODE(y, s + df to s + df - db)   x in X, m in 1..M
 *     X = the best N of all y' by V(x̂₀);  s = max(0, s + df - db)
 *   return argmax V over X
 * </pre>
 *
 * <p>NFE: N n(1 to s) + sum over rounds of N M (n(round) + 1), the 1 being the evaluation for x̂₀,
 * which the round that ends at 0 does not need. Deviations: M, the paper's axis of scaling, is what
 * the budget affords; where it does not afford M = 2 over all rounds, N and then the rounds give
 * way, and what is left of the trajectory is walked plainly.
 *
 * @param paths N
 * @param width M; empty for what the budget affords
 * @param levels s, df, db
 */
record PathSearch(
    SearchSpace space,
    @Setting(by = "2", min = 1, max = 10_000, label = "N", help = "How many paths are kept.")
        int paths,
    @Setting(
            name = "path-width",
            auto = "0",
            min = 1,
            max = 10_000,
            label = "M",
            unset = "what the budget affords",
            help = "Children of each path per round.")
        OptionalInt width,
    PathLevels levels)
    implements SearchAlgorithm {

  PathSearch {
    space.requireOneTrajectory("paths become the images");
  }

  @Override
  public String name() {
    return "paths";
  }

  @Override
  public List<Candidate> propose(SearchState state) {
    PathPlan plan = PathPlan.of(levels, paths, width.orElse(0), state.budget().granted());
    List<Candidate> y = new ArrayList<>();
    if (state.round() == 0) {
      for (int i = 0; i < plan.paths(); i++) {
        y.add(space.fresh(state, i, levels.first(), Readout.NOTHING));
      }
    }
    for (ScoredCandidate x : state.survivors()) {
      if (state.round() > plan.rounds()) {
        y.add(x.candidate().child(state.id(y.size()), levels.rest(plan.rounds()), Readout.IMAGE));
        continue;
      }
      for (int m = 0; m < plan.width(); m++) {
        Leg leg = levels.leg(state.round(), space.seed(state, y.size()));
        y.add(x.candidate().child(state.id(y.size()), leg, PathLevels.readout(leg)));
      }
    }
    return y;
  }

  @Override
  public boolean walksInLegs() {
    return true;
  }

  @Override
  public SearchState select(SearchState state, List<Candidate> candidates, List<Outcome> outcomes) {
    SearchState next = state.after(candidates, outcomes);
    List<ScoredCandidate> y = SearchState.scored(candidates, outcomes);
    return switch (candidates.get(0).readout()) {
      case IMAGE, TRIAL -> next.asFinished();
      case NOTHING -> next.withSurvivors(y);
      case LAST_PREDICTION, FRESH_PREDICTION ->
          next.withSurvivors(space.objective().best(y, state.survivors().size()).values());
    };
  }
}
