package dev.prospector.executors.sampling;

import ai.djl.ndarray.NDArray;

/**
 * D(x; sigma) = E[x₀ | x], the one view that samplers have of a model (Karras et al. 2022, eq. 2).
 * Conditions and guidance are bound before sampling; networks that predict noise, velocity or v
 * enter by wrapping.
 */
@FunctionalInterface
public interface Denoiser {

  /**
   * Estimates the clean sample behind a noisy one.
   *
   * @param x {@code [B,C,H,W]} at noise level sigma; not changed
   * @param sigma above 0
   * @return the expected clean sample, {@code [B,C,H,W]}, a new array attached to x's manager
   */
  NDArray denoise(NDArray x, double sigma);
}
