package dev.prospector.driver.sweep;

import dev.prospector.driver.input.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sentences about arms: what is said of several is said once. */
final class Causes {
  private static final int NAMED = 3;

  private final Map<String, List<String>> arms = new LinkedHashMap<>();

  void add(String arm, String sentence) {
    arms.computeIfAbsent(sentence, s -> new ArrayList<>()).add(arm);
  }

  void add(String arm, InvalidInputException invalid) {
    invalid.problems().forEach(problem -> add(arm, problem.sentence()));
  }

  /**
   * Each once, with the arms that it is about unless these are all of them.
   *
   * @param all how many arms there are
   */
  List<String> sentences(int all) {
    List<String> sentences = new ArrayList<>();
    arms.forEach(
        (sentence, names) ->
            sentences.add(names.size() == all ? sentence : sentence + " (" + told(names) + ")"));
    return sentences;
  }

  private static String told(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    int others = names.size() - NAMED;
    return (names.size() == 1 ? "arm " : "arms ")
        + first
        + (others > 0 ? " and %,d more".formatted(others) : "");
  }
}
