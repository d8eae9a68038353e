package dev.prospector.driver.input;

import dev.prospector.executors.settings.NearestName;
import dev.prospector.executors.settings.SettingValues;
import java.util.Collection;
import java.util.Optional;
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
    return hint(NearestName.of(name, known), known);
  }

  /** The same for the name of a setting; who mistyped a former one is told the present one. */
  public static String hint(String name, SettingValues values) {
    return hint(values.nearest(name), values.names());
  }

  private static String hint(Optional<String> nearest, Collection<String> known) {
    return nearest
        .map("did you mean '%s'?"::formatted)
        .orElseGet(() -> known.isEmpty() ? "there is none" : "known are " + list(known));
  }

  /** The same for a name of few: all of them, and which one was probably meant. */
  public static String oneOf(String name, Collection<String> known) {
    return oneOf(name, known, "");
  }

  /**
   * The same where there is more than names.
   *
   * @param more to choose from, behind the names
   */
  public static String oneOf(String name, Collection<String> known, String more) {
    return "one of " + list(known) + more + NearestName.hint(name, known);
  }

  private static String list(Collection<String> known) {
    return String.join(", ", new TreeSet<>(known));
  }
}
