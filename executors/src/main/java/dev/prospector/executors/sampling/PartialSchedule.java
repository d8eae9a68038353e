package dev.prospector.executors.sampling;

import java.util.Arrays;

/**
 * The low end of another schedule, for trajectories that start from an image with noise instead of
 * from noise (Meng et al. 2022, SDEdit). So many steps are the last of a whole trajectory of n,
 * with the smallest n of which the strength takes as many: what diffusers' pipelines from image to
 * image do when they are told n steps.
 *
 * @param whole the schedule of trajectories from noise
 * @param strength the share of its steps that are taken, above 0; 1 takes them all
 */
public record PartialSchedule(NoiseSchedule whole, double strength) implements NoiseSchedule {
  /** Beyond it a level is no longer worth the time it takes to find. */
  private static final int MOST = 100_000;

  public PartialSchedule {
    if (!(strength > 0 && strength <= 1)) {
      throw new IllegalArgumentException("strength " + strength + ", expected above 0, 1 at most");
    }
  }

  @Override
  public double[] sigmas(int steps) {
    Trajectory.requireSteps(steps);
    int all = steps(steps);
    double[] sigmas;
    try {
      sigmas = whole.sigmas(all);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "strength %s takes %d steps as the last of %d: %s"
              .formatted(strength, steps, all, e.getMessage()),
          e);
    }
    return Arrays.copyOfRange(sigmas, all - steps, all + 1);
  }

  /** A leg may be re-noised above the start; it then has the whole trajectory's levels there. */
  @Override
  public double[] levels(int steps, double from, double to) {
    Trajectory.requireSteps(steps);
    return whole.levels(steps(steps), from, to);
  }

  /** How many steps the whole trajectory has, of which so many are taken. */
  private int steps(int taken) {
    double least = Math.floor(taken / strength) - 1;
    if (least > MOST) {
      throw new IllegalArgumentException(
          "strength %s takes %d steps as the last of %.0f, expected at most %d: a higher strength or fewer steps"
              .formatted(strength, taken, least + 1, MOST));
    }
    int all = Math.max(taken, (int) least);
    while ((int) (all * strength) < taken) {
      all++;
    }
    return all;
  }

  @Override
  public double residual() {
    return whole.residual();
  }
}
