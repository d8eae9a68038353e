package dev.prospector.driver.statistics;

/** The numbers of SplitMix64 (Steele, Lea and Flood 2014), each known by its counter. */
public final class SplitMix64 {
  private SplitMix64() {}

  /** The counter's number, from 0 to below the bound. */
  public static int index(long counter, int bound) {
    long z = (counter + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    long high = (z ^ (z >>> 31)) >>> 32;
    return (int) ((high * bound) >>> 32);
  }
}
