package dev.prospector.driver.rounds;

import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.engine.Picture;
import java.io.Serializable;

/** An outcome as it stays on the executor that made it, with its picture if that may be wanted. */
final class Evaluation implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final byte[] NO_PICTURE = {};

  private final Outcome outcome;
  private final byte[] png;

  private Evaluation(Outcome outcome, byte[] png) {
    this.outcome = outcome;
    this.png = png;
  }

  static Evaluation of(Outcome outcome) {
    return new Evaluation(outcome, NO_PICTURE);
  }

  static Evaluation of(Outcome outcome, Picture picture) {
    return new Evaluation(outcome, picture.png());
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
}
