package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.settings.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * When {@link ProgressivePruning} looks, and how many go on.
 *
 * @param at where to look, as shares of the trajectory's steps, increasing, in (0, 1)
 * @param keep the share that goes on from each look, in (0, 1], rounded up and at least k; none for
 *     a half each
 * @param lookModel whence the space's {@link LookPredictor} comes; nobody reads it here
 * @param risk δ of {@link ProbableBest}
 * @param margin ε of {@link ProbableBest}, in standard deviations of a typical prompt's final
 *     scores
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
            help = "The share that goes on from each look, with look-model at most.")
        List<Double> keep,
    @Setting(
            label = "FILE",
            unset = "fixed shares",
            help =
                "What looks are worth, as calibrate --looks found: prompts go on with as few"
                    + " candidates as have a good enough one among them.")
        Optional<String> lookModel,
    @Setting(
            name = "prune-risk",
            by = "" + LookPredictor.RISK,
            min = 0,
            above = true,
            max = 0.99,
            label = "P",
            help =
                "With look-model: how likely a look may lose all candidates that are good enough.")
        double risk,
    @Setting(
            name = "prune-margin",
            by = "" + LookPredictor.MARGIN,
            min = 0,
            max = 100,
            label = "SD",
            help =
                "With look-model: how much less than the best is good enough, in the standard deviation"
                    + " of a typical prompt's final scores.")
        double margin) {

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
    if (lookModel.isPresent() && space.looks().isEmpty()) {
      throw new IllegalArgumentException(
          "look-model was given to an algorithm, expected it with a search, which reads it");
    }
    double[] sigmas = space.trajectories().sigmas(space.steps());
    List<Integer> steps = looks(at, space.steps());
    List<Double> levels = steps.stream().map(step -> sigmas[step]).toList();
    if (space.looks().isPresent() && !space.looks().get().levels().equals(levels)) {
      throw new IllegalArgumentException(
          "prune-at was %s, which looks after %s of %d steps, expected the looks that look-model was trained on, %s"
              .formatted(at, steps, space.steps(), said(space.looks().get().levels(), sigmas)));
    }
  }

  private static IllegalArgumentException wrong(String key, List<Double> found, String expected) {
    return new IllegalArgumentException("%s was %s, expected %s".formatted(key, found, expected));
  }

  private static String said(List<Double> levels, double[] sigmas) {
    List<Double> all = Arrays.stream(sigmas).boxed().toList();
    return all.containsAll(levels)
        ? "after " + levels.stream().map(all::indexOf).toList()
        : "at noise levels " + levels;
  }

  /** After which steps to look; each look comes a step after the one before, and before the end. */
  private static List<Integer> looks(List<Double> at, int steps) {
    List<Integer> looks = new ArrayList<>();
    int from = 0;
    for (double share : at) {
      int to = Math.min(steps - 1, Math.max(from + 1, (int) Math.round(share * steps)));
      if (to > from) {
        looks.add(to);
        from = to;
      }
    }
    return looks;
  }

  /** The trajectory, cut where it is looked at. */
  List<Leg> segments() {
    double[] sigmas = space.trajectories().sigmas(space.steps());
    List<Leg> segments = new ArrayList<>();
    int from = 0;
    for (int to : looks(at, space.steps())) {
      segments.add(new Leg(sigmas[from], sigmas[to], space.steps()));
      from = to;
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

  /** How many of so many at the first look would go on from the so manieth look by the shares. */
  int most(int begun, int look) {
    int going = begun;
    for (int j = 0; j < look; j++) {
      going = kept(going, j);
    }
    return going;
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

  /** NFE of the fewest to start with of whom every look lets its share go. */
  int unit() {
    double start = space.k();
    for (double share : keep) {
      start /= share;
    }
    return Math.toIntExact(cost((int) Math.ceil(start - 1e-9), segments()));
  }

  private long cost(int start, List<Leg> segments) {
    long nfe = 0;
    for (int j = 0; j < segments.size(); j++) {
      nfe += (long) most(start, j) * space.nfe(segments.get(j), readout(segments.get(j)));
    }
    return nfe;
  }
}
