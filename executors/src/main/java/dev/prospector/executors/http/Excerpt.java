package dev.prospector.executors.http;

/** Foreign text in a message. */
public final class Excerpt {
  private static final int LENGTH = 200;

  private Excerpt() {}

  /** The text's first {@value #LENGTH} characters on one line, in quotes. */
  public static String of(String text) {
    String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    if (line.codePointCount(0, line.length()) <= LENGTH) {
      return "'" + line + "'";
    }
    return "'" + line.substring(0, line.offsetByCodePoints(0, LENGTH)) + "…'";
  }
}
