package dev.prospector.executors.candidate;

import java.io.Serializable;
import java.util.Objects;

/**
 * Names an initial noise. The same lineage gives the same tensor on every machine, so it travels in
 * the tensor's place and a winner can be replayed from it years later.
 */
public sealed interface NoiseLineage extends Serializable {

  /** Seeds are unsigned 32-bit, as every tool around PyTorch accepts. */
  long MAX_SEED = 0xFFFF_FFFFL;

  /** The seed that was drawn last; for {@link Fresh} the one to paste into other tools. */
  long seed();

  /**
   * The tensor {@code torch.randn(shape, generator=torch.Generator("cpu").manual_seed(seed))} in
   * float32.
   *
   * @param seed 0 to 2³²−1
   */
  record Fresh(long seed) implements NoiseLineage {
    public Fresh {
      requireSeed(seed);
    }
  }

  /**
   * The pivot rotated by a fixed angle in a random direction; its norm is kept, so it remains a
   * typical Gaussian: {@code |n| (c u + sqrt(1 - c²) w)} with {@code u = n/|n|} and {@code w} a
   * random unit vector orthogonal to u (Ma et al. 2025, zero-order search, after the authors'
   * code).
   *
   * @param pivot the noise n to stay near
   * @param seed 0 to 2³²−1, draws the direction w as {@link Fresh} draws noise
   * @param cosine c, in [-1, 1]; the authors use 0.95
   */
  record Neighbour(NoiseLineage pivot, long seed, double cosine) implements NoiseLineage {
    public Neighbour {
      Objects.requireNonNull(pivot, "pivot");
      requireSeed(seed);
      if (!(cosine >= -1 && cosine <= 1)) {
        throw new IllegalArgumentException("cosine " + cosine + ", expected -1 to 1");
      }
    }
  }

  /** Refuses what is no seed. */
  static void requireSeed(long seed) {
    if (seed < 0 || seed > MAX_SEED) {
      throw new IllegalArgumentException("seed " + seed + ", expected 0 to " + MAX_SEED);
    }
  }
}
