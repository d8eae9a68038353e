package dev.prospector.executors.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.prospector.executors.sampling.Denoiser;

/**
 * Counts a denoiser's evaluations and remembers two of its predictions: the latest, and the one at
 * a given level. Both are copies that belong to the manager it was given.
 */
final class WatchedDenoiser implements Denoiser {
  private final Denoiser denoiser;
  private final NDManager memory;
  private final boolean remembers;
  private final double earlyLevel;
  private NDArray last;
  private NDArray early;
  private int evaluations;

  /**
   * Watches.
   *
   * @param remembers whether predictions are wanted at all
   * @param earlyLevel the level whose prediction is kept, as the trajectory has it
   */
  WatchedDenoiser(Denoiser denoiser, NDManager memory, boolean remembers, double earlyLevel) {
    this.denoiser = denoiser;
    this.memory = memory;
    this.remembers = remembers;
    this.earlyLevel = earlyLevel;
  }

  @Override
  public NDArray denoise(NDArray x, double sigma) {
    NDArray clean = denoiser.denoise(x, sigma);
    evaluations++;
    if (remembers) {
      if (last != null && last != early) {
        last.close();
      }
      last = clean.duplicate();
      last.attach(memory);
      if (sigma == earlyLevel) {
        early = last;
      }
    }
    return clean;
  }

  /** Evaluations so far, each of the whole batch. */
  int evaluations() {
    return evaluations;
  }

  /** The latest prediction. */
  NDArray last() {
    return last;
  }

  /** The prediction at the early level. */
  NDArray early() {
    return early;
  }
}
