package dev.prospector.executors.candidate;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A stretch of the trajectory: denoise from one noise level to a lower one.
 *
 * @param beginning what happens to the sample before
 * @param sigmaFrom the level at its start
 * @param sigmaTo the level at its end, below {@code sigmaFrom}; 0 is a finished image
 * @param steps of the whole trajectory whose levels it follows, 1 or more: a leg takes those of its
 *     levels that lie between its ends
 */
public record Leg(Beginning beginning, double sigmaFrom, double sigmaTo, int steps)
    implements Serializable {

  /** How a leg begins. */
  public sealed interface Beginning extends Serializable {

    /**
     * The seed that a stochastic sampler's step noise follows from here on; empty if it follows
     * what it followed before, at first the {@linkplain NoiseLineage#root lineage's root}.
     */
    OptionalLong stepSeed();
  }

  /** The sample stands at the leg's first level and goes on as if it had not stopped. */
  public record Plain() implements Beginning {
    @Override
    public OptionalLong stepSeed() {
      return OptionalLong.empty();
    }
  }

  /**
   * The sample stands lower and comes up to the leg's first level by noise, which the forward
   * process's Markov kernel adds.
   *
   * @param sigmaFrom the level where the sample stands, below the leg's start
   * @param seed 0 to 2³²−1, draws the noise as {@link NoiseLineage#fresh} does
   */
  public record Renoise(double sigmaFrom, long seed) implements Beginning {
    public Renoise {
      NoiseLineage.requireSeed(seed);
    }

    @Override
    public OptionalLong stepSeed() {
      return OptionalLong.of(seed);
    }
  }

  /**
   * The sample stands at the leg's first level and goes on from there on a way of its own: under a
   * stochastic sampler two children of one parent with different seeds part here. A deterministic
   * sampler draws nothing that could part them; there they stay twins, and only {@link Renoise}
   * helps.
   *
   * @param seed 0 to 2³²−1
   */
  public record Branch(long seed) implements Beginning {
    public Branch {
      NoiseLineage.requireSeed(seed);
    }

    @Override
    public OptionalLong stepSeed() {
      return OptionalLong.of(seed);
    }
  }

  public Leg {
    Objects.requireNonNull(beginning, "beginning");
    if (!(sigmaTo >= 0 && sigmaFrom > sigmaTo && Double.isFinite(sigmaFrom))) {
      throw new IllegalArgumentException(
          "leg from sigma " + sigmaFrom + " to " + sigmaTo + ", expected from > to >= 0");
    }
    if (steps < 1) {
      throw new IllegalArgumentException("leg of " + steps + " steps, expected 1 or more");
    }
    if (beginning instanceof Renoise renoise
        && !(renoise.sigmaFrom >= 0 && renoise.sigmaFrom < sigmaFrom)) {
      throw new IllegalArgumentException(
          "re-noising from sigma %s to %s, expected 0 <= from < to"
              .formatted(renoise.sigmaFrom, sigmaFrom));
    }
  }

  /** Plain denoising. */
  public Leg(double sigmaFrom, double sigmaTo, int steps) {
    this(new Plain(), sigmaFrom, sigmaTo, steps);
  }

  /** Where the sample has to stand before it. */
  public double sigmaStart() {
    return beginning instanceof Renoise renoise ? renoise.sigmaFrom : sigmaFrom;
  }

  /** Whether the two walk the same levels, so that samples can walk them together. */
  public boolean isAlongside(Leg other) {
    return sigmaFrom == other.sigmaFrom
        && sigmaTo == other.sigmaTo
        && steps == other.steps
        && sigmaStart() == other.sigmaStart();
  }
}
