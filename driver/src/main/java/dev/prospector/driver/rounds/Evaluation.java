package dev.prospector.driver.rounds;

import dev.prospector.executors.candidate.Outcome;
import java.io.Serializable;

/**
 * An outcome as it stays on the executor that made it, with its picture if that may be wanted and
 * its latents if a later round may go on from them.
 */
final class Evaluation implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final byte[] NO_PICTURE = {};
  private static final float[] NO_LATENTS = {};

  private final Outcome outcome;
  private final byte[] png;
  private final float[] latents;

  private Evaluation(Outcome outcome, byte[] png, float[] latents) {
    this.outcome = outcome;
    this.png = png;
    this.latents = latents;
  }

  static Evaluation of(Outcome outcome) {
    return new Evaluation(outcome, NO_PICTURE, NO_LATENTS);
  }

  Evaluation withPicture(byte[] picture) {
    return new Evaluation(outcome, picture, latents);
  }

  Evaluation withLatents(float[] values) {
    return new Evaluation(outcome, png, values);
  }

  Outcome outcome() {
    return outcome;
  }

  boolean hasPicture() {
    return png.length > 0;
  }

  /** The picture; not to be changed. */
  byte[] png() {
    return png;
  }

  boolean hasLatents() {
    return latents.length > 0;
  }

  /** The latents; not to be changed. */
  float[] latents() {
    return latents;
  }
}
