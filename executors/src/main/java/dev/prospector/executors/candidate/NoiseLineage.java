package dev.prospector.executors.candidate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Names an initial noise by the steps that make it, the last of which is the noise. The same
 * lineage gives the same tensor on every machine, so it travels in the tensor's place and a winner
 * can be replayed from it years later.
 *
 * <p>There may be any number of steps. Neighbours of one pivot share its steps in memory, and a
 * noise takes 24 bytes beside those it was made from.
 */
public final class NoiseLineage implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Seeds are unsigned 32-bit, as every tool around PyTorch accepts. */
  public static final long MAX_SEED = 0xFFFF_FFFFL;

  /** All steps but the last; null if it is the only one. */
  private final transient NoiseLineage earlier;

  /** Unsigned. */
  private final transient int seed;

  private final transient Move move;

  /** How a step makes its noise. */
  public enum Op {
    /**
     * The tensor {@code torch.randn(shape, generator=torch.Generator("cpu").manual_seed(seed))} in
     * float32.
     */
    FRESH(0, "number", 0, 0),

    /**
     * The parent's noise n rotated by a fixed angle in a random direction; its norm is kept, so it
     * remains a typical Gaussian: {@code |n| (c u + sqrt(1 - c²) w)} with {@code u = n/|n|} and
     * {@code w} a random unit vector orthogonal to u (Ma et al. 2025, zero-order search, after the
     * authors' code). The number is the cosine c, in [-1, 1]; the authors use 0.95. The seed draws
     * w as {@link #FRESH} draws noise.
     */
    NEIGHBOUR(1, "cosine", -1, 1);

    private final int parents;
    private final String number;
    private final int least;
    private final int most;

    Op(int parents, String number, int least, int most) {
      this.parents = parents;
      this.number = number;
      this.least = least;
      this.most = most;
    }

    /** How many noises it starts from. */
    public int parents() {
      return parents;
    }

    /** Whether it needs a number beside its seed. */
    public boolean takesNumber() {
      return least < most;
    }

    /** Whether this can be its number; 0 alone can if it takes none. */
    public boolean takes(double value) {
      return value >= least && value <= most;
    }

    /** The numbers it takes, such as "-1 to 1". */
    public String range() {
      return least + " to " + most;
    }
  }

  /**
   * One step, as it is written down.
   *
   * @param op how it makes its noise
   * @param seed 0 to 2³²−1, what it draws from
   * @param number what the op needs beside it; 0 if it needs nothing
   * @param parents the steps whose noises it starts from, as many as the op takes, counted from 0;
   *     each before this one
   */
  public record Step(Op op, long seed, double number, List<Integer> parents)
      implements Serializable {
    public Step {
      requireSeed(seed);
      requireNumber(op, number);
      parents = List.copyOf(parents);
      if (parents.size() != op.parents) {
        throw new IllegalArgumentException(
            "%s from parents %s, expected %d of them".formatted(op, parents, op.parents));
      }
    }
  }

  /**
   * A step without its seed.
   *
   * @param back to the parents, 1 being the step before
   */
  private record Move(Op op, double number, List<Integer> back) {
    static final Move FRESH = new Move(Op.FRESH, 0, List.of());
    static final List<Integer> FROM_THE_STEP_BEFORE = List.of(1);

    private static volatile Move latest = FRESH;

    Move {
      requireNumber(op, number);
    }

    /** An equal one: thousands of neighbours at one cosine hold it once. */
    Move shared() {
      Move last = latest;
      if (equals(FRESH)) {
        return FRESH;
      }
      if (!equals(last)) {
        latest = this;
        return this;
      }
      return last;
    }
  }

  private NoiseLineage(NoiseLineage earlier, long seed, Move move) {
    requireSeed(seed);
    this.earlier = earlier;
    this.seed = (int) seed;
    this.move = move.shared();
  }

  /**
   * New noise.
   *
   * @param seed 0 to 2³²−1
   * @see Op#FRESH
   */
  public static NoiseLineage fresh(long seed) {
    return new NoiseLineage(null, seed, Move.FRESH);
  }

  /**
   * A noise near this one.
   *
   * @param seed 0 to 2³²−1, of the direction
   * @param cosine between the two, -1 to 1
   * @see Op#NEIGHBOUR
   */
  public NoiseLineage neighbour(long seed, double cosine) {
    return new NoiseLineage(this, seed, new Move(Op.NEIGHBOUR, cosine, Move.FROM_THE_STEP_BEFORE));
  }

  /**
   * The lineage of these steps.
   *
   * @throws IllegalArgumentException if there are none, or one has a parent that is not before it
   */
  public static NoiseLineage of(List<Step> steps) {
    NoiseLineage lineage = null;
    int place = 0;
    for (Step step : steps) {
      Move move = new Move(step.op, step.number, turned(step.parents, place));
      lineage = new NoiseLineage(lineage, step.seed, move);
      place++;
    }
    if (lineage == null) {
      throw new IllegalArgumentException("lineage of no steps, expected one or more");
    }
    return lineage;
  }

  /** From places to how far they are back, and the other way. */
  private static List<Integer> turned(List<Integer> parents, int place) {
    for (int parent : parents) {
      if (parent < 0 || parent >= place) {
        throw new IllegalArgumentException(
            "step %d has the parent %d, expected a step before it".formatted(place, parent));
      }
    }
    return parents.stream().map(parent -> place - parent).toList();
  }

  /** First to last. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (NoiseLineage one : prefixes()) {
      int place = steps.size();
      List<Integer> parents = one.move.back.stream().map(back -> place - back).toList();
      steps.add(new Step(one.move.op, one.seed(), one.move.number, parents));
    }
    return Collections.unmodifiableList(steps);
  }

  /** By step, the lineage that ends with it: the names of all noises on the way to this one. */
  public List<NoiseLineage> prefixes() {
    List<NoiseLineage> prefixes = new ArrayList<>();
    for (NoiseLineage at = this; at != null; at = at.earlier) {
      prefixes.add(at);
    }
    Collections.reverse(prefixes);
    return Collections.unmodifiableList(prefixes);
  }

  /** The seed that was drawn last; of fresh noise the one to paste into other tools. */
  public long seed() {
    return Integer.toUnsignedLong(seed);
  }

  /** The seed of the fresh noise at the other end of the chain, along first parents. */
  public long root() {
    NoiseLineage at = this;
    while (!at.move.back.isEmpty()) {
      for (int hops = at.move.back.get(0); hops > 0; hops--) {
        at = at.earlier;
      }
    }
    return at.seed();
  }

  /** Whether it is one fresh noise, which its seed alone names. */
  public boolean isFresh() {
    return earlier == null;
  }

  /** Refuses what is no seed. */
  static void requireSeed(long seed) {
    if (seed < 0 || seed > MAX_SEED) {
      throw new IllegalArgumentException("seed " + seed + ", expected 0 to " + MAX_SEED);
    }
  }

  private static void requireNumber(Op op, double number) {
    if (!op.takes(number)) {
      throw new IllegalArgumentException(
          "%s %s, expected %s".formatted(op.number, number, op.range()));
    }
  }

  /** Steps in its place, so that Java's serialisation does not recurse into a long chain. */
  private record Written(List<Step> steps) implements Serializable {
    private Object readResolve() {
      return of(steps);
    }
  }

  private Object writeReplace() {
    return new Written(List.copyOf(steps()));
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof NoiseLineage theirs)) {
      return false;
    }
    NoiseLineage mine = this;
    while (mine != theirs && mine != null && theirs != null) {
      if (mine.seed != theirs.seed || !mine.move.equals(theirs.move)) {
        return false;
      }
      mine = mine.earlier;
      theirs = theirs.earlier;
    }
    return mine == theirs;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (NoiseLineage at = this; at != null; at = at.earlier) {
      hash = 31 * (31 * hash + at.seed) + at.move.hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    return steps().toString();
  }
}
