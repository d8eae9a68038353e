package dev.prospector.executors.input;

/** What a message shows of a text that may be of any length. */
public final class Excerpt {
  private static final int LONGEST = 60;

  private Excerpt() {}

  /** The text on one line, cut to a readable length. */
  public static String of(String text) {
    String line = text.replaceAll("\\R", "⏎");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + '…';
  }
}
