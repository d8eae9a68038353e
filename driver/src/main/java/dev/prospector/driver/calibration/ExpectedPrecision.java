package dev.prospector.driver.calibration;

import dev.prospector.driver.calibration.Course.Winner;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be expected of marks. From scores to chances by isotonic regression: Zadrozny and
 * Elkan, KDD 2002. Here it is fitted to the candidates that lead their prompt after some round,
 * since only they can end a search; among all candidates easy prompts outvote hard ones, whose
 * wrong images come to be winners.
 *
 * <pre>
 *   P(right | s): isotonic regression of right on score, over leaders
 *   precision(m) = mean of P(right | s_p) over prompts p that stop, at score s_p
 * </pre>
 *
 * @param byMark at the scores at which P rises
 */
record ExpectedPrecision(SortedMap<Double, Double> byMark) {
  static ExpectedPrecision of(List<Course> courses) {
    IsotonicRegression chance =
        IsotonicRegression.of(
            courses.stream()
                .flatMap(course -> course.leaders().stream())
                .filter(one -> one.verdict() != Verdict.UNKNOWN)
                .map(IsotonicRegression.Point::of)
                .toList());
    SortedMap<Double, Double> byMark = new TreeMap<>();
    for (double mark : chance.steps().keySet()) {
      courses.stream()
          .flatMap(course -> course.stop(mark).stream())
          .map(Winner::best)
          .mapToDouble(best -> chance.at(best.score()))
          .average()
          .ifPresent(precision -> byMark.put(mark, precision));
    }
    return new ExpectedPrecision(byMark);
  }

  /** The lowest mark of which so much is to be expected; empty if there is none. */
  OptionalDouble mark(double precision) {
    return byMark.entrySet().stream()
        .filter(mark -> mark.getValue() >= precision)
        .mapToDouble(mark -> mark.getKey())
        .findFirst();
  }
}
