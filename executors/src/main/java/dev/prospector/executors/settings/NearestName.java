package dev.prospector.executors.settings;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The name that somebody who mistyped one probably meant. */
public final class NearestName {
  private NearestName() {}

  /**
   * Looks for it.
   *
   * @return empty if none is near: within 2 edits, or a third of the name's letters if that is
   *     more, but not so many that no letter of the name need stay
   */
  public static Optional<String> of(String name, Collection<String> known) {
    int near = Math.min(Math.max(2, name.length() / 3), name.length() - 1);
    TreeMap<Integer, String> byDistance = new TreeMap<>();
    known.stream().sorted().forEach(one -> byDistance.putIfAbsent(distance(name, one), one));
    return Optional.ofNullable(byDistance.headMap(near, true).firstEntry())
        .map(Map.Entry::getValue);
  }

  /**
   * The end of a message that lists the known names.
   *
   * @return {@code ; did you mean 'steps'?}, or nothing if none is near
   */
  public static String hint(String name, Collection<String> known) {
    return of(name, known).map("; did you mean '%s'?"::formatted).orElse("");
  }

  /** Levenshtein's: letters to insert, to leave out or to change; row by row of Wagner-Fischer. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      int diagonal = i - 1;
      for (int j = 0; j <= b.length(); j++) {
        int above = row[j];
        if (i == 0 || j == 0) {
          row[j] = i + j;
        } else {
          int changed = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
          row[j] = Math.min(changed, 1 + Math.min(above, row[j - 1]));
        }
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
