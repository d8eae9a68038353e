package dev.prospector.executors.verify.shapes;

import java.util.Locale;

/** The palette, red, green and blue in [0, 1]. */
enum Colour {
  RED(.86, .12, .12),
  ORANGE(.98, .55, .08),
  YELLOW(.97, .87, .15),
  GREEN(.12, .62, .20),
  BLUE(.13, .30, .86),
  PURPLE(.55, .15, .65);

  private final double red;
  private final double green;
  private final double blue;

  Colour(double red, double green, double blue) {
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /** Channel 0 red, 1 green, 2 blue. */
  double channel(int channel) {
    return switch (channel) {
      case 0 -> red;
      case 1 -> green;
      default -> blue;
    };
  }

  /** The word for it in prompts. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
