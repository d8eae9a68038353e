package dev.prospector.executors.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;

/** The walk that all samplers share, and the scope that frees what each step leaves behind. */
public final class Trajectory {
  private Trajectory() {}

  /** One step; whatever it makes in x's manager is freed after it, save the result. */
  @FunctionalInterface
  public interface Step {

    /**
     * Takes it.
     *
     * @param x {@code [B,C,H,W]} at level {@code from}; not changed
     * @return a new array at level {@code to}
     */
    NDArray take(NDArray x, double from, double to);
  }

  /**
   * Walks all levels; only the result is left in x's manager.
   *
   * @param x {@code [B,C,H,W]} at {@code sigmas[0]}; not changed
   * @return {@code [B,C,H,W]} at the last level, a new array
   * @throws IllegalArgumentException if there are fewer than two levels or they don't fall
   */
  public static NDArray walk(NDArray x, double[] sigmas, Step step) {
    requireFalling(sigmas);
    NDManager owner = x.getManager();
    NDArray current = x;
    for (int i = 0; i + 1 < sigmas.length; i++) {
      try (NDManager scope = owner.newSubManager()) {
        if (i == 0) {
          current.tempAttach(scope); // the caller's: it goes back when the scope closes
        } else {
          current.attach(scope); // ours: it is freed with the scope
        }
        NDArray next = step.take(current, sigmas[i], sigmas[i + 1]);
        next.attach(owner);
        current = next;
      }
    }
    return current;
  }

  static void requireSteps(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(steps + " steps, expected 1 or more");
    }
  }

  private static void requireFalling(double[] sigmas) {
    boolean falling = sigmas.length > 1 && Double.isFinite(sigmas[0]);
    for (int i = 1; i < sigmas.length; i++) {
      falling &= sigmas[i] < sigmas[i - 1];
    }
    if (!falling || sigmas[sigmas.length - 1] < 0) {
      throw new IllegalArgumentException(
          "sigmas "
              + Arrays.toString(sigmas)
              + ", expected two or more, strictly decreasing, none below 0");
    }
  }
}
