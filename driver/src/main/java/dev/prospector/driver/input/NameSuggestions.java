package dev.prospector.driver.input;

import dev.prospector.executors.settings.NearestName;
import java.util.Collection;
import java.util.TreeSet;

/** What somebody who mistyped a name probably meant. */
public final class NameSuggestions {
  private NameSuggestions() {}

  /**
   * The end of a message about an unknown name of many.
   *
   * @return {@code did you mean 'steps'?}, or what is known if nothing is near
   */
  public static String hint(String name, Collection<String> known) {
    return NearestName.of(name, known)
        .map(candidate -> "did you mean '" + candidate + "'?")
        .orElseGet(() -> known.isEmpty() ? "there is none" : "known are " + list(known));
  }

  /** The same for a name of few: all of them, and which one was probably meant. */
  public static String oneOf(String name, Collection<String> known) {
    return "one of " + list(known) + NearestName.hint(name, known);
  }

  private static String list(Collection<String> known) {
    return String.join(", ", new TreeSet<>(known));
  }
}
