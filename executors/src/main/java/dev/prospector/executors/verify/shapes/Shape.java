package dev.prospector.executors.verify.shapes;

import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.lang.Math.min;

import java.util.Locale;

/** Filled outlines of half-size r around a centre; x points right and y down. */
enum Shape {
  CIRCLE(Math.PI, 0) {
    @Override
    double distance(double dx, double dy, double r) {
      return Math.sqrt(dx * dx + dy * dy) - r;
    }
  },
  SQUARE(4 * .88 * .88, 0) {
    @Override
    double distance(double dx, double dy, double r) {
      return max(abs(dx), abs(dy)) - .88 * r;
    }
  },
  TRIANGLE(1.8 * 1.8 / 2, .2) {
    @Override
    double distance(double dx, double dy, double r) {
      return max(dy - .8 * r, .9 * abs(dx) - .45 * (dy + r));
    }
  },
  CROSS(2 * 2 * .6 - .6 * .6, 0) {
    @Override
    double distance(double dx, double dy, double r) {
      double x = abs(dx);
      double y = abs(dy);
      return min(max(x - r, y - .3 * r), max(y - r, x - .3 * r));
    }
  };

  private final double unitArea;
  private final double unitDrop;

  Shape(double unitArea, double unitDrop) {
    this.unitArea = unitArea;
    this.unitDrop = unitDrop;
  }

  /** Roughly how far (dx, dy) from the centre lies outside the outline; negative inside. */
  abstract double distance(double dx, double dy, double r);

  /** How much of the pixel at (dx, dy) from the centre it covers: edges blend over one pixel. */
  final double coverage(double dx, double dy, double r) {
    return max(0, min(1, .5 - distance(dx, dy, r)));
  }

  /** The half-size at which it has this area. */
  final double halfSize(double area) {
    return Math.sqrt(area / unitArea);
  }

  /** How far its centroid lies below its centre. */
  final double drop(double r) {
    return unitDrop * r;
  }

  /** The word for one of it in prompts. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The word for several of it in prompts. */
  String plural() {
    return this == CROSS ? "crosses" : word() + "s";
  }
}
