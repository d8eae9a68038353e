package dev.prospector.driver.curation.duplicate;

import dev.prospector.driver.curation.table.Columns;

/**
 * A way in which images are alike.
 *
 * @param words for it, as rules have them
 * @param fact the column that is compared
 * @param nearness of two
 * @param neighbours finds them
 * @param <F> a fact
 */
record Likeness<F>(String words, String fact, Nearness<F> nearness, Neighbours neighbours) {

  /** The same pixels. */
  static Likeness<String> exact() {
    return new Likeness<>("the same pixels", Columns.SHA256, new Same(), new Equals());
  }

  /** Perceptual hashes of which few bits differ. */
  static Likeness<Long> perceptual(int bits) {
    Hamming near = new Hamming(bits);
    return new Likeness<>(
        "perceptual hashes within %d %s".formatted(bits, bits == 1 ? "bit" : "bits"),
        Columns.PHASH,
        near,
        new Buckets<>(new HashBands(bits), near));
  }

  /** Features with a cosine of so much or more. */
  static Likeness<float[]> cosine(double least, Duplicates.Method method) {
    Cosine near = new Cosine(least);
    Neighbours neighbours =
        method == Duplicates.Method.EXACT
            ? new Tiles(near)
            : new Buckets<>(new Projections(least), near);
    return new Likeness<>("cosine at least " + least, Columns.FEATURES, near, neighbours);
  }
}
