package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Readout;
import java.util.List;

/**
 * No search: one noise, the whole budget in denoising steps. What inference compute bought before
 * search over noise, and the baseline of Ma et al. 2025 (arXiv 2501.09732), figure 1.
 *
 * <p>NFE: that of the most steps that the budget affords.
 */
record StepScaling(SearchSpace space) implements SearchAlgorithm {

  @Override
  public String name() {
    return "steps";
  }

  @Override
  public List<Candidate> propose(SearchState state) {
    int steps = state.round() > 0 ? 0 : affordable(state.budget().left());
    return steps == 0
        ? List.of()
        : List.of(space.fresh(state, 0, space.whole(steps), Readout.IMAGE));
  }

  /** NFE grows with the steps: bisection. */
  private int affordable(long nfe) {
    int yes = 0;
    int no = (int) Math.min(nfe, Integer.MAX_VALUE - 1) + 1;
    while (no - yes > 1) {
      int steps = (yes + no) >>> 1;
      if (space.nfe(space.whole(steps), Readout.IMAGE) <= nfe) {
        yes = steps;
      } else {
        no = steps;
      }
    }
    return yes;
  }

  @Override
  public SearchState select(SearchState state, List<Candidate> candidates, List<Outcome> outcomes) {
    return state.after(candidates, outcomes);
  }
}
