package dev.prospector.driver.api;

import dev.prospector.executors.settings.Group;
import dev.prospector.executors.settings.Setting;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What prompts may cost, each by itself and all together. */
@Group("What to spend")
public record Spending(
    @Setting(
            by = "16",
            instead = "budget",
            min = 1,
            max = Spending.MOST_CANDIDATES,
            label = "N",
            help = "What each prompt may cost, as so many whole trajectories.")
        OptionalLong candidates,
    @Setting(
            instead = "candidates",
            min = 1,
            max = 1L << 53,
            label = "NFE",
            unset = "what candidates cost",
            help =
                "Instead of candidates: network evaluations per prompt, a guided one counted once.")
        OptionalLong budget,
    @Setting(
            label = "MARK",
            unset = "all is spent",
            help =
                "Stop at a prompt whose winners are good enough: \"detector>=-0.1\", several by"
                    + " and, or calibrate's @FILE:PRECISION; candidates or budget is then the most"
                    + " that one may cost.")
        Optional<String> until,
    @Setting(
            min = 0,
            max = 1,
            label = "P",
            unset = "never",
            help =
                "With until: stop too where the next candidate reaches it with less than this"
                    + " chance.")
        OptionalDouble giveUp,
    @Setting(
            min = 1,
            max = Spending.MOST_CANDIDATES,
            label = "N",
            unset = "as many as candidates each",
            help =
                "So many candidates a prompt on average, where they improve winners most; candidates"
                    + " or budget is then the most that one may cost.")
        OptionalDouble meanCandidates,
    @Setting(
            instead = "mean-candidates",
            min = 1,
            max = 1L << 53,
            label = "NFE",
            unset = "what mean-candidates cost",
            help = "Instead of mean-candidates: network evaluations of all prompts together.")
        OptionalLong totalBudget,
    @Setting(
            min = 0,
            above = true,
            max = 100,
            label = "C",
            unset = "none",
            help =
                "Stop where one more candidate is expected to lift a winner's score by less than this,"
                    + " in standard deviations of the scores of its wave's candidates.")
        OptionalDouble price,
    @Setting(
            label = "VERIFIER",
            unset = "all is spent",
            help =
                "Stop all prompts of a wave when this verifier, which is not searched, thinks less"
                    + " of the winners the more they were chosen from; candidates or budget is then"
                    + " the most that one may cost.")
        Optional<String> stopAtKnee) {
  /** Candidates that a prompt can have. */
  public static final int MOST_CANDIDATES = 10_000_000;

  /** Keys; with any of these, what a prompt gets depends on its scores or on other prompts. */
  public static final List<String> DEALING =
      List.of("until", "give-up", "mean-candidates", "total-budget", "price", "stop-at-knee");

  /** Whether what one prompt gets depends on the others of its wave. */
  boolean isShared() {
    return giveUp.isPresent()
        || meanCandidates.isPresent()
        || totalBudget.isPresent()
        || price.isPresent()
        || stopAtKnee.isPresent();
  }
}
