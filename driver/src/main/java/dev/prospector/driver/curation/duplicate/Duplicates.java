package dev.prospector.driver.curation.duplicate;

import dev.prospector.driver.curation.fact.Facts;
import dev.prospector.driver.curation.fact.Features;
import dev.prospector.driver.curation.fact.ReferenceSet;
import dev.prospector.driver.curation.sieve.Sieve;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Which images are too much alike, and which of them stays.
 *
 * @param exact whether those with the same pixels and size are; files differ anyway, by the texts
 *     in them
 * @param bits by which perceptual hashes may differ and images still be alike; empty if hashes
 *     don't count
 * @param cosine from which on features are too near; empty if they don't count
 * @param method by which near features are found
 * @param prefer who stays
 * @param against images that none may be alike
 */
public record Duplicates(
    boolean exact,
    Optional<Integer> bits,
    Optional<Double> cosine,
    Method method,
    Prefer prefer,
    List<ReferenceSet> against) {

  /** With more, bands of hashes would be too short to tell images apart by. */
  public static final int MOST_BITS = 15;

  /** Below, keys would have to be so many that comparing each with each is cheaper. */
  private static final double LEAST_BY_LSH = .8;

  /** How near features are found. */
  public enum Method {
    /** By comparing each with each. */
    EXACT,
    /** By comparing those that random projections put together: some are missed. */
    LSH
  }

  /** Who stays of images that are alike. */
  public enum Prefer {
    /** Who was there before: what a version has kept no later one takes for a newer image. */
    EARLIER,
    /** The best, whenever it was found. */
    SCORE
  }

  public Duplicates {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(prefer, "prefer");
    against = List.copyOf(against);
    if (bits.isPresent() && (bits.get() < 0 || bits.get() > MOST_BITS)) {
      throw new IllegalArgumentException(
          "bits %d, expected 0 to %d".formatted(bits.get(), MOST_BITS));
    }
    if (cosine.isPresent() && !(cosine.get() > 0 && cosine.get() <= 1)) {
      throw new IllegalArgumentException(
          "cosine %s, expected above 0 and at most 1".formatted(cosine.get()));
    }
    if (cosine.isPresent() && method == Method.LSH && cosine.get() < LEAST_BY_LSH) {
      throw new IllegalArgumentException(
          "cosine %s by lsh, expected %s or more: of less it would miss too many, which exact does not"
              .formatted(cosine.get(), LEAST_BY_LSH));
    }
    if (!against.isEmpty() && !exact && bits.isEmpty() && cosine.isEmpty()) {
      throw new IllegalArgumentException(
          "images to hold others against and no way in which they may be alike,"
              + " expected exact, bits or cosine");
    }
  }

  /**
   * The rules: for each way of being alike first against other images, then among the rows. The
   * cheaper way comes first. Reference sets are looked at now.
   *
   * @param facts that rows have then
   * @param earlier {@code uid} of what the last version has kept; empty if there is none
   * @throws IllegalArgumentException if facts lack what is compared
   * @throws dev.prospector.driver.input.InvalidInputException if a reference set can't be read
   */
  public List<Sieve> sieves(Facts facts, Optional<Dataset<Row>> earlier, SparkSession spark) {
    requireFacts(facts);
    List<Others> others = new ArrayList<>();
    for (ReferenceSet set : against) {
      others.add(Reference.of(set, facts, spark));
    }
    if (prefer == Prefer.EARLIER) {
      earlier.ifPresent(kept -> others.add(new Earlier(kept)));
    }
    List<Sieve> sieves = new ArrayList<>();
    for (Likeness<?> likeness : likenesses()) {
      others.forEach(of -> sieves.add(new TooNear<>(likeness, of)));
      sieves.add(new Alike<>(likeness, prefer));
    }
    return sieves;
  }

  private List<Likeness<?>> likenesses() {
    List<Likeness<?>> likenesses = new ArrayList<>();
    if (exact) {
      likenesses.add(Likeness.exact());
    }
    bits.ifPresent(most -> likenesses.add(Likeness.perceptual(most)));
    cosine.ifPresent(least -> likenesses.add(Likeness.cosine(least, method)));
    return likenesses;
  }

  private void requireFacts(Facts facts) {
    if ((exact && !facts.pixels())
        || (bits.isPresent() && !facts.hash())
        || (cosine.isPresent() && facts.features().isEmpty())) {
      throw new IllegalArgumentException(
          "duplicates by %s and facts %s, expected what is compared among them"
              .formatted(this, facts));
    }
    if (cosine.isPresent()
        && !against.isEmpty()
        && facts.features().map(Features::isColumn).orElse(false)) {
      throw new IllegalArgumentException(
          "cosine by the column %s, which images of %s don't have; expected a network's features"
              .formatted(facts.features().get().name(), against.get(0).path()));
    }
  }
}
