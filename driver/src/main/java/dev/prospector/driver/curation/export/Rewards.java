package dev.prospector.driver.curation.export;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.NameSuggestions;
import java.util.List;

/** By whom candidates of one prompt are compared. */
final class Rewards {
  private Rewards() {}

  /**
   * The verifier: losers have the scores of searched ones alone.
   *
   * @param named the option; null if it was left out
   * @throws InvalidInputException if that is none of them, or it is not clear which
   */
  static String decisive(String kind, String named, List<String> searched) {
    if (named == null && searched.size() == 1) {
      return searched.get(0);
    }
    if (named == null || !searched.contains(named)) {
      throw new InvalidInputException(
          "exports: %s.reward %s, expected a verifier that is searched by: %s"
              .formatted(
                  kind,
                  named == null ? "is missing" : "was \"" + named + "\"",
                  NameSuggestions.oneOf(named == null ? "" : named, searched)));
    }
    return named;
  }
}
