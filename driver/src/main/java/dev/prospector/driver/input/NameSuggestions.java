package dev.prospector.driver.input;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody who mistyped a name probably meant. */
public final class NameSuggestions {
  private NameSuggestions() {}

  /**
   * The end of a message about an unknown name of many.
   *
   * @return {@code did you mean 'steps'?}, or what is known if nothing is near
   */
  public static String hint(String name, Collection<String> known) {
    return nearest(name, known)
        .map(candidate -> "did you mean '" + candidate + "'?")
        .orElseGet(() -> known.isEmpty() ? "there is none" : "known are " + list(known));
  }

  /** The same for a name of few: all of them, and which one was probably meant. */
  public static String oneOf(String name, Collection<String> known) {
    return "one of "
        + list(known)
        + nearest(name, known).map(candidate -> "; did you mean '" + candidate + "'?").orElse("");
  }

  private static Optional<String> nearest(String name, Collection<String> known) {
    int near = Math.max(2, name.length() / 3);
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return new TreeSet<>(known)
        .stream()
            .filter(candidate -> distance.apply(name, candidate) <= near)
            .min(Comparator.comparingInt(candidate -> distance.apply(name, candidate)));
  }

  private static String list(Collection<String> known) {
    return String.join(", ", new TreeSet<>(known));
  }
}
