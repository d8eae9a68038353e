package dev.prospector.jobs.report;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * In which floating-point operations are told.
 *
 * @param name such as {@code GFLOPs}
 * @param size how many one of it is
 */
record FlopsUnit(String name, double size) {
  private static final List<String> PREFIXES = List.of("", "k", "M", "G", "T", "P", "E");
  private static final double STEP = 1000;

  /** The largest of which the least of them is one or more. */
  static FlopsUnit of(DoubleStream all) {
    double least = all.filter(flops -> flops > 0).min().orElse(1);
    int prefix = 0;
    double size = 1;
    while (prefix < PREFIXES.size() - 1 && least >= size * STEP) {
      size *= STEP;
      prefix++;
    }
    return new FlopsUnit(PREFIXES.get(prefix) + "FLOPs", size);
  }

  double of(double flops) {
    return flops / size;
  }
}
