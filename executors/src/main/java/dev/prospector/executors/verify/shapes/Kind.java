package dev.prospector.executors.verify.shapes;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What an object is. */
record Kind(Colour colour, Shape shape) {
  /** All of them, by colour first and then by shape, the order of the detector's classes. */
  static final List<Kind> ALL = Arrays.stream(Colour.values()).flatMap(Kind::ofColour).toList();

  private static Stream<Kind> ofColour(Colour colour) {
    return Arrays.stream(Shape.values()).map(shape -> new Kind(colour, shape));
  }

  @Override
  public String toString() {
    return colour.word() + " " + shape.word();
  }
}
