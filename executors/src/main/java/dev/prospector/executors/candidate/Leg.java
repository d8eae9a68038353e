package dev.prospector.executors.candidate;

import java.io.Serializable;

/**
 * A stretch of the trajectory: denoise from one noise level to a lower one, after re-noising to the
 * first of them if the sample stands lower.
 *
 * @param renoise how the sample comes up to {@code sigmaFrom}; null if it stands there already
 * @param sigmaFrom the level at its start
 * @param sigmaTo the level at its end, below {@code sigmaFrom}; 0 is a finished image
 * @param steps of the whole trajectory whose levels it follows, 1 or more: a leg takes those of its
 *     levels that lie between its ends
 */
public record Leg(Renoise renoise, double sigmaFrom, double sigmaTo, int steps)
    implements Serializable {

  /**
   * Noise added by the forward process's Markov kernel.
   *
   * @param sigmaFrom the level where the sample stands, below the leg's start
   * @param seed 0 to 2³²−1, draws the noise as {@link NoiseLineage.Fresh} does
   */
  public record Renoise(double sigmaFrom, long seed) implements Serializable {
    public Renoise {
      NoiseLineage.requireSeed(seed);
    }
  }

  public Leg {
    if (!(sigmaTo >= 0 && sigmaFrom > sigmaTo && Double.isFinite(sigmaFrom))) {
      throw new IllegalArgumentException(
          "leg from sigma " + sigmaFrom + " to " + sigmaTo + ", expected from > to >= 0");
    }
    if (steps < 1) {
      throw new IllegalArgumentException("leg of " + steps + " steps, expected 1 or more");
    }
    if (renoise != null && !(renoise.sigmaFrom >= 0 && renoise.sigmaFrom < sigmaFrom)) {
      throw new IllegalArgumentException(
          "re-noising from sigma %s to %s, expected 0 <= from < to"
              .formatted(renoise.sigmaFrom, sigmaFrom));
    }
  }

  /** Plain denoising. */
  public Leg(double sigmaFrom, double sigmaTo, int steps) {
    this(null, sigmaFrom, sigmaTo, steps);
  }

  /** Where the sample has to stand before it. */
  public double sigmaStart() {
    return renoise == null ? sigmaFrom : renoise.sigmaFrom;
  }

  /** Whether the two walk the same levels, so that samples can walk them together. */
  public boolean isAlongside(Leg other) {
    return sigmaFrom == other.sigmaFrom
        && sigmaTo == other.sigmaTo
        && steps == other.steps
        && sigmaStart() == other.sigmaStart();
  }
}
