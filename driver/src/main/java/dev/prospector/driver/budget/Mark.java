package dev.prospector.driver.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
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
      Pattern.compile("\\s*([\\w.-]+)\\s*(?:>=|≥)\\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\\s*");
  private static final Pattern AND = Pattern.compile("\\band\\b", Pattern.CASE_INSENSITIVE);

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
    for (String part : AND.split(text, -1)) {
      Matcher bar = BAR.matcher(part);
      if (!bar.matches()) {
        throw new IllegalArgumentException("'verifier>=score', several joined by 'and'");
      }
      String verifier = bar.group(1);
      if (bars.stream().anyMatch(other -> other.verifier().equals(verifier))) {
        throw new IllegalArgumentException(
            "each verifier once, not '%s' again".formatted(verifier));
      }
      bars.add(new Bar(verifier, score(bar.group(2))));
    }
    return new Mark(bars);
  }

  private static double score(String text) {
    try {
      double score = Double.parseDouble(text);
      if (Double.isFinite(score)) {
        return score;
      }
    } catch (NumberFormatException e) {
      // Told below, as what is too large is.
    }
    throw new IllegalArgumentException("a number for a score, not '" + text + "'");
  }

  /** Whether a candidate reaches all bars, by its score of each verifier. */
  public boolean isReached(ToDoubleFunction<String> score) {
    return bars.stream().allMatch(bar -> score.applyAsDouble(bar.verifier()) >= bar.least);
  }
}
