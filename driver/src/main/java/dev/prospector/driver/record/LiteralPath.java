package dev.prospector.driver.record;

/** Paths for Spark's readers, which take some letters for patterns. */
public final class LiteralPath {
  private LiteralPath() {}

  /** The same path, whatever letters are in it. */
  public static String of(String path) {
    return path.replaceAll("[{}\\[\\]*?\\\\]", "\\\\$0");
  }
}
