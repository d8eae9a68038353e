package dev.prospector.jobs.io;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lines that can't be read: of each kind the first in words, the others by their number. */
final class BrokenLines {
  private final String expected;
  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  private static final class Kind {
    private final String sentence;
    private int others = -1;

    Kind(String sentence) {
      this.sentence = sentence;
    }
  }

  /**
   * None yet.
   *
   * @param expected of each line, in half a sentence
   */
  BrokenLines(String expected) {
    this.expected = expected;
  }

  /**
   * One more.
   *
   * @param kind the same for lines of which the first will do
   * @param sentence what is wrong with it
   */
  void add(long number, String kind, String sentence) {
    kinds.computeIfAbsent(
            kind, k -> new Kind("line %d: %s, %s".formatted(number, sentence, expected)))
        .others++;
  }

  List<String> sentences() {
    return kinds.values().stream().map(BrokenLines::sentence).toList();
  }

  private static String sentence(Kind kind) {
    return switch (kind.others) {
      case 0 -> kind.sentence;
      case 1 -> kind.sentence + "; so it is in one more line";
      default -> "%s; so it is in %,d more lines".formatted(kind.sentence, kind.others);
    };
  }
}
