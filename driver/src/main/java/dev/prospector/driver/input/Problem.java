package dev.prospector.driver.input;

import java.io.Serializable;

/**
 * One thing that is wrong with an input.
 *
 * @param key of the setting that it is about; empty if it is about something else, such as a line
 *     of a file
 * @param found what was given; empty with an empty key
 * @param expected what would have been right; likewise
 * @param sentence all of it, and where it stands, for people
 */
public record Problem(String key, String found, String expected, String sentence)
    implements Serializable {

  /** One that is about no setting. */
  public static Problem of(String sentence) {
    return new Problem("", "", "", sentence);
  }

  /** The sentence. */
  @Override
  public String toString() {
    return sentence;
  }
}
