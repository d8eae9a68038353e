package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Leg;

/** What a search has to know of the model's schedule and sampler. */
public interface Trajectories {

  /**
   * The noise levels of a whole trajectory.
   *
   * @return {@code steps + 1} strictly decreasing levels, the last of them 0
   */
  double[] sigmas(int steps);

  /** Evaluations of D that a leg costs. */
  int nfe(Leg leg);

  /**
   * The level with the signal-to-noise ratio of rectified flow's level t, in which the paper's
   * settings are given.
   *
   * @param t at least 0, below 1
   */
  double levelOf(double t);
}
