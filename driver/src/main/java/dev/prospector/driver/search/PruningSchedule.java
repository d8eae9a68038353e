package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Readout;
import java.util.ArrayList;
import java.util.List;

/**
 * When {@link ProgressivePruning} looks, and how many go on.
 *
 * @param at where to look, as shares of the trajectory's steps, increasing, in (0, 1)
 * @param keep the share that goes on from each look, in (0, 1], rounded up and at least k
 */
record PruningSchedule(SearchSpace space, List<Double> at, List<Double> keep) {

  static PruningSchedule of(SearchSpace space, Options options) {
    List<Double> at = options.numbers("prune-at", List.of(.25, .5));
    List<Double> keep = options.numbers("prune-keep", at.stream().map(f -> .5).toList());
    for (int j = 0; j < at.size(); j++) {
      if (!(at.get(j) > (j == 0 ? 0 : at.get(j - 1)) && at.get(j) < 1)) {
        throw options.wrong("prune-at", "increasing shares between 0 and 1");
      }
    }
    if (keep.size() != at.size() || !keep.stream().allMatch(share -> share > 0 && share <= 1)) {
      throw options.wrong("prune-keep", "a share above 0, up to 1, for each of " + at);
    }
    return new PruningSchedule(space, at, keep);
  }

  /** The trajectory, cut where it is looked at. */
  List<Leg> segments() {
    double[] sigmas = space.trajectories().sigmas(space.steps());
    List<Leg> segments = new ArrayList<>();
    int from = 0;
    for (double share : at) {
      // Each look comes at least one step after the one before, and before the end.
      int last = space.steps() - 1;
      int to = Math.min(last, Math.max(from + 1, (int) Math.round(share * space.steps())));
      if (to > from) {
        segments.add(new Leg(sigmas[from], sigmas[to], space.steps()));
        from = to;
      }
    }
    segments.add(new Leg(sigmas[from], 0, space.steps()));
    return segments;
  }

  /** What is shown at a segment's end. */
  static Readout readout(Leg segment) {
    return segment.sigmaTo() == 0 ? Readout.IMAGE : Readout.LAST_PREDICTION;
  }

  /** How many of so many go on from a look. */
  int kept(int candidates, int readout) {
    int share = (int) Math.ceil(candidates * keep.get(readout) - 1e-9);
    return Math.min(candidates, Math.max(space.k(), share));
  }

  /** With how many to start, so that the whole is within a budget. */
  int affordable(long nfe) {
    List<Leg> segments = segments();
    int m = 0;
    while (cost(m + 1, segments) <= nfe) {
      m++;
    }
    return m;
  }

  private long cost(int start, List<Leg> segments) {
    long nfe = 0;
    int going = start;
    for (int j = 0; j < segments.size(); j++) {
      nfe += (long) going * space.nfe(segments.get(j), readout(segments.get(j)));
      going = j + 1 < segments.size() ? kept(going, j) : going;
    }
    return nfe;
  }
}
