package dev.prospector.driver.rounds;

import dev.prospector.executors.candidate.Outcome;
import java.io.Serializable;

/**
 * An outcome as it stays on the executor that made it.
 *
 * @param png the picture, if it can still be wanted; else empty
 */
record Evaluation(Outcome outcome, byte[] png) implements Serializable {
  boolean hasPicture() {
    return png.length > 0;
  }
}
