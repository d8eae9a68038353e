package dev.prospector.driver.calibration;

/** What a judge says of an image. */
public enum Verdict {
  RIGHT,
  WRONG,
  /** Nothing: it was not shown to the judge, or there is no image. */
  UNKNOWN
}
