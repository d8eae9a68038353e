package dev.prospector.driver.calibration;

/**
 * A candidate as a search by its score sees it, and as the judge does.
 *
 * @param score higher is better; negative infinity if the candidate failed
 */
public record Judged(double score, Verdict verdict) {
  /** A candidate without an image. */
  public static final Judged FAILED = new Judged(Double.NEGATIVE_INFINITY, Verdict.UNKNOWN);
}
