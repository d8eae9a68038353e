package dev.prospector.jobs.report;

import dev.prospector.jobs.plot.Plot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Colours of a sweep's lines, picture by picture: who was in one keeps his colour in the next. */
final class SweptColours {
  private final Map<Object, Integer> known = new HashMap<>();

  /**
   * The colours of a picture's lines.
   *
   * @param lines what each is, {@link Plot#MOST_LINES} at most and no two the same
   * @return numbers, no two the same: where lines of one colour meet for the first time, all but
   *     the first get another one here
   */
  List<Integer> of(List<?> lines) {
    List<Integer> colours = new ArrayList<>(Collections.nCopies(lines.size(), null));
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      Integer colour = known.get(lines.get(i));
      if (colour != null && taken.add(colour)) {
        colours.set(i, colour);
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      if (colours.get(i) == null) {
        int colour = free(taken);
        taken.add(colour);
        colours.set(i, colour);
        known.putIfAbsent(lines.get(i), colour);
      }
    }
    return colours;
  }

  /** The first that nobody has, else the first that nobody has in this picture. */
  private int free(Set<Integer> taken) {
    int here = -1;
    for (int colour = Plot.MOST_LINES - 1; colour >= 0; colour--) {
      here = taken.contains(colour) ? here : colour;
    }
    for (int colour = 0; colour < Plot.MOST_LINES; colour++) {
      if (!taken.contains(colour) && !known.containsValue(colour)) {
        return colour;
      }
    }
    return here;
  }
}
