package dev.prospector.driver.calibration;

import dev.prospector.driver.calibration.Course.Winner;
import java.util.Optional;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/** What became of prompts under marks that other prompts gave, counted. */
final class HeldOut {
  private static final double CONFIDENCE = .95;

  private int prompts;
  private int reached;
  private int judged;
  private int right;
  private long drawn;

  void add(Course course, Optional<Winner> stop) {
    prompts++;
    drawn += stop.map(Winner::drawn).orElse(course.drawn());
    if (stop.isPresent()) {
      reached++;
      Verdict verdict = stop.get().best().verdict();
      judged += verdict == Verdict.UNKNOWN ? 0 : 1;
      right += verdict == Verdict.RIGHT ? 1 : 0;
    }
  }

  /** Of the winners that the judge saw, the share that are right; NaN of none. */
  double precision() {
    return (double) right / judged;
  }

  /** A mark, with these figures. */
  CalibratedMark mark(double target, double mark) {
    ConfidenceInterval wilson = new WilsonScoreInterval().createInterval(judged, right, CONFIDENCE);
    return new CalibratedMark(
        target,
        mark,
        precision(),
        // Which may miss 0 and 1 by a rounding error.
        Math.min(precision(), Math.max(0, wilson.getLowerBound())),
        Math.max(precision(), Math.min(1, wilson.getUpperBound())),
        judged,
        (double) drawn / prompts,
        (double) reached / prompts);
  }
}
