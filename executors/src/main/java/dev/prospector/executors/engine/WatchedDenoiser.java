package dev.prospector.executors.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.prospector.executors.sampling.Denoiser;

/**
 * Counts a denoiser's evaluations and remembers two of its predictions, the latest and the one at a
 * given level, and what the latest was made from. All are copies that belong to the manager it was
 * given.
 */
final class WatchedDenoiser implements Denoiser {
  private final Denoiser denoiser;
  private final NDManager memory;
  private final boolean remembers;
  private final double earlyLevel;
  private final boolean endsEarly;
  private NDArray last;
  private NDArray lastInput;
  private double lastLevel;
  private NDArray early;
  private int evaluations;

  /**
   * Watches.
   *
   * @param remembers whether predictions are wanted at all
   * @param earlyLevel the level whose prediction is kept, as the trajectory has it
   * @param endsEarly whether {@link #ended} will be asked for
   */
  WatchedDenoiser(
      Denoiser denoiser,
      NDManager memory,
      boolean remembers,
      double earlyLevel,
      boolean endsEarly) {
    this.denoiser = denoiser;
    this.memory = memory;
    this.remembers = remembers;
    this.earlyLevel = earlyLevel;
    this.endsEarly = endsEarly;
  }

  @Override
  public NDArray denoise(NDArray x, double sigma) {
    NDArray clean = denoiser.denoise(x, sigma);
    evaluations++;
    if (endsEarly) {
      if (lastInput != null) {
        lastInput.close();
      }
      lastInput = x.duplicate();
      lastInput.attach(memory);
      lastLevel = sigma;
    }
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

  /**
   * Where the last step arrives if it stops at a level short of the clean sample that it would have
   * led to, in the variance-preserving view: {@code (D + s (x - D) / sigma) / sqrt(s² + 1)}.
   *
   * @param clean what the last step led to, D
   * @param s the level to stop at
   */
  NDArray ended(NDArray clean, double s) {
    NDArray noise = lastInput.sub(clean).muli(s / lastLevel);
    return noise.addi(clean).muli(1 / Math.hypot(s, 1));
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
