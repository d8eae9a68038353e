package dev.prospector.executors.sampling;

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
}
