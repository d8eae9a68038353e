package dev.prospector.executors.verify.vlm;

/** Why an image has no grade, for the candidate's row. */
final class UngradedException extends Exception {
  private static final long serialVersionUID = 1;

  UngradedException(String reason) {
    super(reason);
  }
}
