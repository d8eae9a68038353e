package dev.prospector.executors.sampling;

import java.util.stream.DoubleStream;

/** At which noise levels a trajectory evaluates the denoiser: data, never a sampler's state. */
@FunctionalInterface
public interface NoiseSchedule {

  /**
   * The levels of a whole trajectory. Any two or more neighbours of them are a slice that a {@link
   * Sampler} can walk.
   *
   * @param steps 1 or more
   * @return {@code steps + 1} strictly decreasing levels, the last of them exactly 0
   * @throws IllegalArgumentException if steps is below 1
   */
  double[] sigmas(int steps);

  /**
   * The levels of a leg: its ends, and what the whole trajectory of so many steps has between them.
   * A leg between two of the trajectory's own levels has exactly the trajectory's. Where an end
   * falls between two levels and cuts off less than half their distance, the level next to it is
   * left out: a leg has no step that is shorter than half of the trajectory's.
   *
   * @param steps of the whole trajectory, 1 or more
   * @param from the first level
   * @param to the last level, below {@code from}
   * @throws IllegalArgumentException if steps is below 1 or the levels don't fall
   */
  default double[] levels(int steps, double from, double to) {
    if (!(from > to && to >= 0)) {
      throw new IllegalArgumentException(
          "a leg from sigma " + from + " to " + to + ", expected from > to >= 0");
    }
    double[] whole = sigmas(steps);
    DoubleStream.Builder levels = DoubleStream.builder().add(from);
    for (int i = 1; i < whole.length - 1; i++) {
      double above = Math.min(from, whole[i - 1]);
      double below = Math.max(to, whole[i + 1]);
      boolean apart =
          above - whole[i] >= (whole[i - 1] - whole[i]) / 2
              && whole[i] - below >= (whole[i] - whole[i + 1]) / 2;
      if (whole[i] < from && whole[i] > to && apart) {
        levels.add(whole[i]);
      }
    }
    return levels.add(to).build().toArray();
  }

  /** What N(0, 1) is multiplied by to start a trajectory at its first level. */
  default double initialScale(double sigma) {
    return sigma;
  }

  /**
   * The level, in the variance-preserving view, to which a trajectory's last step really leads when
   * it leads to 0; mostly 0 itself. Some schedulers stop at the first level that the network was
   * trained at.
   */
  default double residual() {
    return 0;
  }
}
