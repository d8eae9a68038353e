package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Readout;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Progressive pruning: start many noises, look at their x₀-predictions on the way, and go on with
 * the most promising.
 *
 * <p>Progressive Seed Pruning (Guimarães and Perona 2026, arXiv 2607.21591); TTSnap (arXiv
 * 2511.22242) does likewise. 2N̄ noises to a quarter of the trajectory, the better N̄ to its half,
 * the better N̄/2 to its end cost as much as N̄ whole trajectories.
 *
 * <pre>
 *   X = {n_1, ..., n_m}
 *   for each segment f:  X = {ODE(x, f)};  keep the best of X by V(x̂₀)
 *   return argmax V over X
 * </pre>
 *
 * <p>x̂₀ is the prediction of the segment's last evaluation, which costs nothing. NFE: the sum over
 * segments of those who walk it times its steps. Deviations: m is the most that the budget affords,
 * not a multiple of 4; where it is known what looks are worth, {@link ProbableBest} keeps.
 */
record ProgressivePruning(SearchSpace space, PruningSchedule schedule) implements SearchAlgorithm {

  ProgressivePruning {
    space.requireOneTrajectory("pruning goes on with what it looked at");
  }

  @Override
  public String name() {
    return "pruning";
  }

  @Override
  public List<Candidate> propose(SearchState state) {
    if (state.finished()) {
      return List.of();
    }
    int rung = state.round() % stride();
    Leg segment = schedule.segments().get(rung);
    Readout readout = PruningSchedule.readout(segment);
    List<Candidate> x = new ArrayList<>();
    int m = rung == 0 ? schedule.affordable(state.budget().left()) : 0;
    for (int i = 0; i < m; i++) {
      x.add(space.fresh(state, i, segment, readout));
    }
    for (ScoredCandidate survivor : state.survivors()) {
      x.add(survivor.candidate().child(state.id(x.size()), segment, readout));
    }
    return x;
  }

  @Override
  public boolean walksInLegs() {
    return true;
  }

  @Override
  public boolean comparesLooks() {
    return space.looks().isEmpty() && space.survivors().comparesFeatures();
  }

  @Override
  public SearchState select(SearchState state, List<Candidate> candidates, List<Outcome> outcomes) {
    SearchState next = state.after(candidates, outcomes);
    if (candidates.get(0).readout() == Readout.IMAGE) {
      return next.asFinished();
    }
    List<ScoredCandidate> x = SearchState.scored(candidates, outcomes);
    if (space.looks().isPresent() && !x.isEmpty()) {
      return new ProbableBest(space, schedule, space.looks().get()).keep(next, x);
    }
    int kept = schedule.kept(candidates.size(), state.round() % stride());
    return next.withSurvivors(space.survivors().keep(x, kept, space));
  }

  @Override
  public int stride() {
    return schedule.segments().size();
  }

  @Override
  public OptionalInt unit() {
    return OptionalInt.of(schedule.unit());
  }

  @Override
  public SearchState again(SearchState state) {
    return state.asNew();
  }
}
