package dev.prospector.driver.cluster;

import dev.prospector.executors.candidate.Outcome;
import java.io.Serializable;

/**
 * An outcome as it stays on the executor that made it, with its image if that may be wanted and its
 * latents if a later round may go on from them.
 */
public final class HeldSample implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final byte[] NO_IMAGE = {};
  private static final float[] NO_LATENTS = {};

  private final Outcome outcome;
  private final byte[] png;
  private final float[] latents;

  private HeldSample(Outcome outcome, byte[] png, float[] latents) {
    this.outcome = outcome;
    this.png = png;
    this.latents = latents;
  }

  static HeldSample of(Outcome outcome) {
    return new HeldSample(outcome, NO_IMAGE, NO_LATENTS);
  }

  HeldSample withImage(byte[] image) {
    return new HeldSample(outcome, image, latents);
  }

  HeldSample withLatents(float[] values) {
    return new HeldSample(outcome, png, values);
  }

  public Outcome outcome() {
    return outcome;
  }

  public boolean hasImage() {
    return png.length > 0;
  }

  /** The image; not to be changed. */
  public byte[] png() {
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
