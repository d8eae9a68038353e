package dev.prospector.driver.calibration;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The non-decreasing function of x that is nearest to y by weighted least squares, found by pooling
 * adjacent violators: Ayer, Brunk, Ewing, Reid and Silverman, Annals of Mathematical Statistics 26
 * (1955) 641–647.
 *
 * <pre>
 *   for each x in order, points of the same x as one:
 *     push a block of its own
 *     while the mean of the last block is not above that of the one before: make one of both
 * </pre>
 *
 * @param steps each block's mean by its least x, strictly increasing; empty of no points
 */
record IsotonicRegression(NavigableMap<Double, Double> steps) {
  IsotonicRegression {
    steps = Collections.unmodifiableNavigableMap(new TreeMap<>(steps));
  }

  /**
   * One observation.
   *
   * @param weight above 0
   */
  record Point(double x, double y, double weight) {
    /** Whether a candidate is right, at its score. */
    static Point of(Judged one) {
      return new Point(one.score(), one.verdict() == Verdict.RIGHT ? 1 : 0, 1);
    }

    private Point pooled(Point other) {
      double both = weight + other.weight;
      return new Point(Math.min(x, other.x), (y * weight + other.y * other.weight) / both, both);
    }
  }

  /** The fit, in the points' number times its logarithm. */
  static IsotonicRegression of(Collection<Point> points) {
    SortedMap<Double, Point> distinct = new TreeMap<>();
    points.forEach(point -> distinct.merge(point.x, point, Point::pooled));
    Deque<Point> blocks = new ArrayDeque<>();
    for (Point point : distinct.values()) {
      Point last = point;
      while (!blocks.isEmpty() && blocks.getLast().y >= last.y) {
        last = blocks.removeLast().pooled(last);
      }
      blocks.addLast(last);
    }
    NavigableMap<Double, Double> steps = new TreeMap<>();
    blocks.forEach(block -> steps.put(block.x, block.y));
    return new IsotonicRegression(steps);
  }

  /**
   * Its value; below all points that of the first.
   *
   * @throws java.util.NoSuchElementException if there were no points
   */
  double at(double x) {
    return steps.headMap(x, true).isEmpty()
        ? steps.firstEntry().getValue()
        : steps.floorEntry(x).getValue();
  }
}
