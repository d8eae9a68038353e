package dev.prospector.executors.verify.shapes;

import java.util.Locale;

/** How a first object lies to a second. */
enum Relation {
  LEFT_OF(1, 0),
  RIGHT_OF(-1, 0),
  ABOVE(0, 1),
  BELOW(0, -1);

  private final int x;
  private final int y;

  Relation(int x, int y) {
    this.x = x;
    this.y = y;
  }

  /** How far the second lies from the first the way this relation wants it, given b - a. */
  double along(double dx, double dy) {
    return x * dx + y * dy;
  }

  /** How far they are apart the other way, 0 or more. */
  double across(double dx, double dy) {
    return Math.abs(x * dy + y * dx);
  }

  /** The words for it in prompts. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
