package dev.prospector.executors.noise;

import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.NoiseLineage.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From lineages to their tensors: the same bits on every machine. It remembers the parents of what
 * it made last, so neighbours of one pivot, and the next round's, cost one rotation instead of a
 * chain. What it remembers never shows in what it returns. Safe for use by many threads.
 */
public final class NoiseField {
  private static final long MEMORY_BYTES = 64L << 20;

  private final int elements;
  private final Map<Name, float[]> remembered;

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
    this.remembered = Collections.synchronizedMap(new LeastRecentlyUsed(capacity));
  }

  /**
   * The initial noise of variance 1 that a lineage names. Every parent is the float32 tensor that
   * was scored. There may be any number of steps; of those on the way, only what is still needed is
   * held.
   *
   * @return the values in C order; the caller's own
   * @throws IllegalArgumentException if a neighbour's draw is parallel to its pivot, so that it has
   *     no direction to turn in: over one element, or with the seed that also drew the pivot
   */
  public float[] of(NoiseLineage lineage) {
    List<Step> steps = lineage.steps();
    List<Name> names = names(lineage, steps);
    float[][] noises = new float[steps.size()][];
    int[] neededBy = recall(steps, names, noises);
    int last = steps.size() - 1;
    for (int i = 0; i <= last; i++) {
      if (neededBy[i] == 0 || noises[i] != null) {
        continue;
      }
      noises[i] = draw(steps.get(i), noises);
      for (int parent : steps.get(i).parents()) {
        if (i == last) {
          remembered.put(names.get(parent), noises[parent]);
        }
        if (neededBy[parent] == i) {
          noises[parent] = null;
        }
      }
    }
    return noises[last];
  }

  /**
   * Goes back from the last step, as far as nothing is remembered.
   *
   * @param noises takes what is
   * @return by step, the last one that needs its noise; 0 if none does
   */
  private int[] recall(List<Step> steps, List<Name> names, float[][] noises) {
    int last = steps.size() - 1;
    int[] neededBy = new int[steps.size()];
    neededBy[last] = steps.size();
    for (int i = last; i >= 0; i--) {
      if (neededBy[i] == 0) {
        continue;
      }
      noises[i] = i == last ? null : remembered.get(names.get(i));
      if (noises[i] == null) {
        for (int parent : steps.get(i).parents()) {
          neededBy[parent] = Math.max(neededBy[parent], i);
        }
      }
    }
    return neededBy;
  }

  private float[] draw(Step step, float[][] noises) {
    return switch (step.op()) {
      case FRESH -> TorchNormal.randn(step.seed(), elements);
      case NEIGHBOUR ->
          Rotation.neighbour(noises[step.parents().get(0)], step.seed(), step.number());
    };
  }

  /** What each step's noise is remembered by. */
  private static List<Name> names(NoiseLineage lineage, List<Step> steps) {
    List<Name> names = new ArrayList<>(steps.size());
    int hash = 0;
    for (NoiseLineage prefix : lineage.prefixes()) {
      hash = 31 * hash + steps.get(names.size()).hashCode();
      names.add(new Name(prefix, hash));
    }
    return names;
  }

  /** A lineage that need not be walked for its hash: a chain's prefixes take one walk together. */
  private record Name(NoiseLineage lineage, int hash) {
    @Override
    public int hashCode() {
      return hash;
    }
  }

  private static final class LeastRecentlyUsed extends LinkedHashMap<Name, float[]> {
    private static final long serialVersionUID = 1L;

    private final long capacity;

    LeastRecentlyUsed(long capacity) {
      super(16, 0.75f, true);
      this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Name, float[]> eldest) {
      return size() > capacity;
    }
  }
}
