package dev.prospector.driver.calibration;

import dev.prospector.executors.bundle.Checksums;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Finds the score at which to stop so that winners are right as often as is wanted, on prompts that
 * had no part in finding it.
 *
 * <pre>
 *   mark(q) = the lowest of which a precision of q is expected, {@link ExpectedPrecision}
 *   for q = t, t + (1 − t)/4, …, 1, t the target:
 *     in each of {@value #FOLDS} folds: prompts inside stop at the mark(q) of those outside
 *     if a share of t or more of all that stop are right: return mark(q) of all prompts
 * </pre>
 */
final class MarkCalibration {
  private static final int FOLDS = 5;

  /** What is left of the way from a target to certainty. */
  private static final double[] LEFT = {1, .75, .5, .25, .125, 0};

  private final List<Fold> folds = new ArrayList<>();
  private final ExpectedPrecision expected;

  private record Fold(List<Course> inside, ExpectedPrecision outside) {}

  /** Deals prompts to the folds in the order of their ids' hashes. */
  MarkCalibration(Collection<Course> prompts) {
    List<Course> dealt =
        prompts.stream().sorted(Comparator.comparing(MarkCalibration::hash)).toList();
    this.expected = ExpectedPrecision.of(dealt);
    for (int fold = 0; fold < FOLDS; fold++) {
      List<Course> inside = new ArrayList<>();
      List<Course> outside = new ArrayList<>();
      for (int p = 0; p < dealt.size(); p++) {
        (p % FOLDS == fold ? inside : outside).add(dealt.get(p));
      }
      folds.add(new Fold(inside, ExpectedPrecision.of(outside)));
    }
  }

  private static String hash(Course course) {
    return Checksums.of(course.promptId().getBytes(StandardCharsets.UTF_8));
  }

  /** The mark for a precision, above 0 and below 1; empty if none has it on other prompts. */
  Optional<CalibratedMark> mark(double target) {
    for (double left : LEFT) {
      double level = 1 - left * (1 - target);
      OptionalDouble mark = expected.mark(level);
      Optional<HeldOut> heldOut = heldOut(level);
      if (mark.isPresent() && heldOut.filter(found -> found.precision() >= target).isPresent()) {
        return Optional.of(heldOut.get().mark(target, mark.getAsDouble()));
      }
    }
    return Optional.empty();
  }

  /** Empty if the prompts outside of a fold have no such mark. */
  private Optional<HeldOut> heldOut(double level) {
    HeldOut heldOut = new HeldOut();
    for (Fold fold : folds) {
      OptionalDouble mark = fold.outside.mark(level);
      if (mark.isEmpty()) {
        return Optional.empty();
      }
      fold.inside.forEach(course -> heldOut.add(course, course.stop(mark.getAsDouble())));
    }
    return Optional.of(heldOut);
  }
}
