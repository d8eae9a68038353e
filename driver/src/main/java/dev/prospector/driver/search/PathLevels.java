package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Leg.Renoise;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.settings.Setting;

/**
 * Between which noise levels a {@link PathSearch} goes, given as levels of rectified flow.
 *
 * @param sigma where paths begin
 * @param forward df, how far a round re-noises
 * @param backward db, how far it then denoises; more than {@code forward}
 */
record PathLevels(
    SearchSpace space,
    @Setting(
            name = "path-sigma",
            by = "0.11",
            min = .001,
            max = .9,
            label = "S",
            help = "Noise level where paths begin, in flow time.")
        double sigma,
    @Setting(
            name = "path-forward",
            by = "0.78",
            min = .001,
            max = .99,
            label = "DF",
            help = "How far a round re-noises.")
        double forward,
    @Setting(
            name = "path-backward",
            by = "0.81",
            min = .001,
            max = .99,
            label = "DB",
            help = "How far a round then denoises.")
        double backward) {
  private static final double EPSILON = 1e-9;

  PathLevels {
    if (!(backward > forward && sigma + forward < 1)) {
      throw new IllegalArgumentException(
          ("path-sigma was %s, path-forward %s, path-backward %s; expected path-backward above"
                  + " path-forward, and path-sigma and path-forward together below 1")
              .formatted(sigma, forward, backward));
    }
  }

  /** How many rounds it takes to 0. */
  int rounds() {
    return (int) Math.ceil(sigma / (backward - forward) - EPSILON);
  }

  /** From noise to where the paths begin. */
  Leg first() {
    return new Leg(space.whole().sigmaFrom(), level(0), space.steps());
  }

  /** The leg of a round, from 1: up by df, down by db. */
  Leg leg(int round, long seed) {
    double top = sigma - (round - 1) * (backward - forward) + forward;
    return new Leg(
        new Renoise(level(round - 1), seed),
        space.trajectories().levelOf(top),
        level(round),
        space.steps());
  }

  /** From where the paths stand after so many rounds straight to an image. */
  Leg rest(int rounds) {
    return new Leg(level(rounds), 0, space.steps());
  }

  /** What a leg shows at its end. */
  static Readout readout(Leg leg) {
    return leg.sigmaTo() == 0 ? Readout.IMAGE : Readout.FRESH_PREDICTION;
  }

  private double level(int rounds) {
    double s = sigma - rounds * (backward - forward);
    return s < EPSILON ? 0 : space.trajectories().levelOf(s);
  }
}
