package dev.prospector.driver.input;

import java.util.regex.Pattern;

/** What may stand in a command that a message tells people to type. */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[\\w./:=@%+,-]+");

  private ShellWord() {}

  /** Whether a POSIX shell takes it as one word as it is. */
  public static boolean isPlain(String word) {
    return PLAIN.matcher(word).matches();
  }

  /** One word for a POSIX shell, whatever is in it. */
  public static String quoted(String word) {
    return isPlain(word) ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
