package dev.prospector.driver.curation.duplicate;

import java.util.Arrays;

/** Which of the numbers 0, 1, 2, … are connected: union-find with halved paths (Tarjan 1975). */
final class Forest {
  private int[] parent = new int[16];
  private int size;

  /** Adds the next number, connected to none. */
  int add() {
    if (size == parent.length) {
      parent = Arrays.copyOf(parent, 2 * size);
    }
    parent[size] = size;
    return size++;
  }

  /** The number that stands for all that are connected to this one: the smallest. */
  int root(int number) {
    int at = number;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  /** Connects two; false if they were already. */
  boolean join(int one, int other) {
    int a = root(one);
    int b = root(other);
    parent[Math.max(a, b)] = Math.min(a, b);
    return a != b;
  }

  /** How many there are. */
  int size() {
    return size;
  }
}
