package dev.prospector.executors.candidate;

import java.io.Serializable;

/**
 * A stretch of the trajectory: denoise from one noise level to a lower one.
 *
 * @param sigmaFrom the level at its start
 * @param sigmaTo the level at its end, below {@code sigmaFrom}; 0 is a finished picture
 */
public record Leg(double sigmaFrom, double sigmaTo) implements Serializable {
  public Leg {
    if (!(sigmaTo >= 0 && sigmaFrom > sigmaTo && Double.isFinite(sigmaFrom))) {
      throw new IllegalArgumentException(
          "leg from sigma " + sigmaFrom + " to " + sigmaTo + ", expected from > to >= 0");
    }
  }
}
