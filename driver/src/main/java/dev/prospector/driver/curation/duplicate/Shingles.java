package dev.prospector.driver.curation.duplicate;

import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.LongStream;

/** Texts as duplicates are looked for in them. */
final class Shingles {
  private static final int LETTERS = 5;

  private Shingles() {}

  /**
   * The text without what makes no other prompt of it: compatible forms of letters as one (Unicode
   * NFKC), in lower case, one space for all between words. Signs stay, since of a red and a blue
   * heart neither is a letter; of a text of nothing but punctuation that stays too.
   */
  static String normalised(String text) {
    String lower = nfkc(nfkc(text).toLowerCase(Locale.ROOT));
    String words = lower.replaceAll("[\\p{P}\\p{Z}\\p{Cc}\\p{Cf}]+", " ").strip();
    return words.isEmpty() ? lower : words;
  }

  private static String nfkc(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  /**
   * Hashes of all runs of five characters, in order and each once; a shorter text is one run. Of 64
   * bits, so that two among millions of runs hardly ever share one.
   */
  static long[] of(String text) {
    int runs = Math.max(1, text.length() - LETTERS + 1);
    return LongStream.range(0, runs)
        .map(from -> hash(text, (int) from, Math.min(text.length(), (int) from + LETTERS)))
        .sorted()
        .distinct()
        .toArray();
  }

  private static long hash(String text, int from, int to) {
    long hash = 0;
    for (int i = from; i < to; i++) {
      hash = mixed(hash ^ text.charAt(i));
    }
    return hash;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  static long mixed(long bits) {
    long z = bits + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
