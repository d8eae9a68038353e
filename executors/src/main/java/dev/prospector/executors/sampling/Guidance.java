package dev.prospector.executors.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Classifier-free guidance: {@code F_u + scale (F_c - F_u)} (Ho and Salimans 2022, eq. 6, with
 * scale = 1 + w). As D is affine in F, this is the same as guiding D.
 *
 * @param scale 1 is the conditional prediction alone, 0 the unconditional, more than 1 exaggerates
 */
public record Guidance(double scale) {
  public Guidance {
    if (!Double.isFinite(scale)) {
      throw new IllegalArgumentException("guidance scale " + scale + ", expected a finite number");
    }
  }

  /** How often the network sees each sample per evaluation of D: 2, or 1 at scale 1. */
  public int forwards() {
    return scale == 1 ? 1 : 2;
  }

  /**
   * Guides a network in one call.
   *
   * @param network bound to {@code forwards() B} conditions for B samples: the B conditional ones
   *     first, and unless the scale is 1, B unconditional ones after
   */
  public Network guide(Network network) {
    return forwards() == 1 ? network : (x, sigma) -> guided(network, x, sigma);
  }

  private NDArray guided(Network network, NDArray x, double sigma) {
    NDList halves = network.predict(x.concat(x), sigma).split(2);
    NDArray conditional = halves.get(0);
    NDArray unconditional = halves.get(1);
    return conditional.sub(unconditional).muli(scale).addi(unconditional);
  }
}
