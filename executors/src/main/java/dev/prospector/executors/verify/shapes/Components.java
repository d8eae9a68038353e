package dev.prospector.executors.verify.shapes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The 8-connected components of an image's pixels that are more than .4 covered. */
final class Components {
  private static final double COVERED = .4;

  /** By pixel: 0 ground, else 1 + the number of its component. */
  final int[] label;

  /** By component: its pixels. */
  final List<int[]> members = new ArrayList<>();

  private final int height;
  private final int width;

  private Components(int height, int width) {
    this.label = new int[height * width];
    this.height = height;
    this.width = width;
  }

  /**
   * Finds them whatever their colour: antialiased edges of one colour look like another, so
   * segmenting by colour first would peel off every edge.
   */
  static Components of(Coverage coverage) {
    Components components = new Components(coverage.height, coverage.width);
    for (int p = 0; p < components.label.length; p++) {
      if (coverage.share[p] > COVERED && components.label[p] == 0) {
        components.flood(p, coverage.share);
      }
    }
    return components;
  }

  /** A component's pixels, and the ground's next to them. */
  int[] grown(int component) {
    int[] grown = new int[label.length];
    int n = 0;
    boolean[] taken = new boolean[label.length];
    for (int p : members.get(component)) {
      grown[n++] = p;
      for (int q : neighbours(p)) {
        if (label[q] == 0 && !taken[q]) {
          taken[q] = true;
          grown[n++] = q;
        }
      }
    }
    return Arrays.copyOf(grown, n);
  }

  private void flood(int seed, double[] share) {
    int[] queue = new int[label.length];
    int mark = members.size() + 1;
    int end = 0;
    queue[end++] = seed;
    label[seed] = mark;
    for (int at = 0; at < end; at++) {
      for (int q : neighbours(queue[at])) {
        if (share[q] > COVERED && label[q] == 0) {
          label[q] = mark;
          queue[end++] = q;
        }
      }
    }
    members.add(Arrays.copyOf(queue, end));
  }

  private int[] neighbours(int pixel) {
    int x = pixel % width;
    int y = pixel / width;
    int[] neighbours = new int[8];
    int n = 0;
    for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
      for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
        if (u != x || v != y) {
          neighbours[n++] = v * width + u;
        }
      }
    }
    return Arrays.copyOf(neighbours, n);
  }
}
