package dev.prospector.driver.budget;

import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is good enough, as {@code --until} says it: {@code detector>=-0.1}, or several joined by
 * {@code and}.
 *
 * @param bars all of which a candidate has to reach
 */
public record Mark(List<Bar> bars) {
  private static final Pattern BAR =
      Pattern.compile("\\s*(\\S+?)\\s*>=\\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\\s*");

  /**
   * One verifier's.
   *
   * @param least score that reaches it
   */
  public record Bar(String verifier, double least) {}

  public Mark {
    bars = List.copyOf(bars);
  }

  /**
   * The mark that a text says.
   *
   * @throws IllegalArgumentException whose message says what was expected
   */
  public static Mark parse(String text) {
    List<Bar> bars = new ArrayList<>();
    for (String part : text.split("\\band\\b", -1)) {
      Matcher bar = BAR.matcher(part);
      if (!bar.matches()) {
        throw new IllegalArgumentException("'verifier>=score', several joined by 'and'");
      }
      bars.add(new Bar(bar.group(1), score(bar.group(2))));
    }
    return new Mark(bars);
  }

  private static double score(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a number for a score, not '" + text + "'", e);
    }
  }

  /**
   * Whether scores reach all bars.
   *
   * @param verifiers whose scores they are, in their order
   */
  boolean isReached(Scores scores, List<String> verifiers) {
    return bars.stream().allMatch(bar -> scores.of(verifiers.indexOf(bar.verifier())) >= bar.least);
  }
}
