package dev.prospector.executors.verify.shapes;

import java.util.List;

/**
 * What was seen in an image.
 *
 * @param objects those that are one of the world's kinds
 * @param clean whether everything of some size in the image is one of them
 */
record Scene(List<Item> objects, boolean clean) {
  /**
   * An object.
   *
   * @param x its centre from the left edge, in 32nds of the image's shorter side
   * @param y its centre from the upper edge, likewise
   */
  record Item(Kind kind, double x, double y) {}
}
