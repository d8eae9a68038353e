package dev.prospector.executors.noise;

import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.NoiseLineage.Fresh;
import dev.prospector.executors.candidate.NoiseLineage.Neighbour;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * From lineages to their tensors: the same bits on every machine. It remembers the pivots it used
 * last, so neighbours of one pivot, and the next round's, cost one rotation instead of a chain.
 * What it remembers never shows in what it returns. Safe for use by many threads.
 */
public final class NoiseField {
  private static final long MEMORY_BYTES = 64L << 20;

  private final int elements;
  private final Map<LongBuffer, float[]> pivots;

  /**
   * Makes noise of one size.
   *
   * @param elements of one sample, C·H·W
   * @throws IllegalArgumentException if elements is below 1
   */
  public NoiseField(int elements) {
    if (elements < 1) {
      throw new IllegalArgumentException("noise of " + elements + " elements, expected 1 or more");
    }
    this.elements = elements;
    long capacity = Math.max(1, MEMORY_BYTES / (Float.BYTES * (long) elements));
    this.pivots = Collections.synchronizedMap(new LeastRecentlyUsed(capacity));
  }

  /**
   * The initial noise of variance 1 that a lineage names. Every pivot is the float32 tensor that
   * was scored. Chains may have any length.
   *
   * @return the values in C order; the caller's own
   * @throws IllegalArgumentException if a neighbour's draw is parallel to its pivot, so that it has
   *     no direction to turn in: over one element, or with the seed that also drew the pivot
   */
  public float[] of(NoiseLineage lineage) {
    Deque<Neighbour> steps = new ArrayDeque<>();
    NoiseLineage root = lineage;
    while (root instanceof Neighbour step) {
      steps.push(step);
      root = step.pivot();
    }
    return walk(root, steps.toArray(Neighbour[]::new));
  }

  private float[] walk(NoiseLineage root, Neighbour[] steps) {
    if (!(root instanceof Fresh)) {
      throw new IllegalArgumentException("lineage " + root + ", expected Fresh at its root");
    }
    LongBuffer path = path(root, steps);
    int taken = steps.length;
    float[] noise = null;
    while (noise == null && --taken >= 0) {
      noise = pivots.get(upTo(taken, path));
    }
    if (noise == null) {
      taken = 0;
      noise = TorchNormal.randn(root.seed(), elements);
    }
    for (; taken < steps.length; taken++) {
      if (taken == steps.length - 1) {
        pivots.put(upTo(taken, path), noise);
      }
      noise = Rotation.neighbour(noise, steps[taken].seed(), steps[taken].cosine());
    }
    return noise;
  }

  /** A lineage as a key that hashes without recursion: the root's seed, then (seed, cosine). */
  private static LongBuffer path(NoiseLineage root, Neighbour[] steps) {
    LongBuffer path = LongBuffer.allocate(1 + 2 * steps.length).put(root.seed());
    for (Neighbour step : steps) {
      path.put(step.seed()).put(Double.doubleToLongBits(step.cosine()));
    }
    return path;
  }

  private static LongBuffer upTo(int steps, LongBuffer path) {
    return path.slice(0, 1 + 2 * steps);
  }

  private static final class LeastRecentlyUsed extends LinkedHashMap<LongBuffer, float[]> {
    private static final long serialVersionUID = 1L;

    private final long capacity;

    LeastRecentlyUsed(long capacity) {
      super(16, 0.75f, true);
      this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<LongBuffer, float[]> eldest) {
      return size() > capacity;
    }
  }
}
