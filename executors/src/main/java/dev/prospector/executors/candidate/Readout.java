package dev.prospector.executors.candidate;

/** What of a candidate is shown to the verifiers when it has walked its leg. */
public enum Readout {
  /** Nothing: it only has to get there. */
  NOTHING,
  /** The x₀-prediction of the leg's last evaluation, at no extra cost. */
  LAST_PREDICTION,
  /** The x₀-prediction at the leg's end, one more evaluation. */
  FRESH_PREDICTION,
  /** A finished image that only tells how good its noise is; the final one is made later. */
  TRIAL,
  /** The finished image. It alone can win, and it alone is shown to held-out verifiers. */
  IMAGE;

  /** Evaluations of D beyond the leg's own. */
  public int nfe() {
    return this == FRESH_PREDICTION ? 1 : 0;
  }

  /** Whether a later round may go on from where the leg ended. */
  public boolean goesOn() {
    return !isFinished();
  }

  /** Whether the leg must have ended at sigma 0. */
  boolean isFinished() {
    return this == TRIAL || this == IMAGE;
  }
}
