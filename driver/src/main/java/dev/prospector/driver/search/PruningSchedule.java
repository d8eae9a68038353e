package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.settings.Setting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * When {@link ProgressivePruning} looks, and how many go on.
 *
 * @param at where to look, as shares of the trajectory's steps, increasing, in (0, 1)
 * @param keep the share that goes on from each look, in (0, 1], rounded up and at least k; none for
 *     a half each
 */
record PruningSchedule(
    SearchSpace space,
    @Setting(
            name = "prune-at",
            by = "0.25,0.5",
            min = 0,
            above = true,
            max = 1,
            label = "SHARE,…",
            help = "Where on the trajectory to look.")
        List<Double> at,
    @Setting(
            name = "prune-keep",
            min = 0,
            above = true,
            max = 1,
            label = "SHARE,…",
            unset = "0.5 each",
            help = "The share that goes on from each look.")
        List<Double> keep) {

  PruningSchedule {
    at = List.copyOf(at);
    keep = keep.isEmpty() ? Collections.nCopies(at.size(), .5) : List.copyOf(keep);
    for (int j = 0; j < at.size(); j++) {
      if (!(at.get(j) > (j == 0 ? 0 : at.get(j - 1)) && at.get(j) < 1)) {
        throw wrong("prune-at", at, "increasing shares between 0 and 1");
      }
    }
    if (keep.size() != at.size()) {
      throw wrong("prune-keep", keep, "a share for each of " + at);
    }
  }

  private static IllegalArgumentException wrong(String key, List<Double> found, String expected) {
    return new IllegalArgumentException("%s was %s, expected %s".formatted(key, found, expected));
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
