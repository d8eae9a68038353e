package dev.prospector.driver.api;

import dev.prospector.driver.budget.Mark;
import dev.prospector.driver.budget.UntilMark;
import dev.prospector.driver.forecast.EarlierRun;
import dev.prospector.driver.forecast.Forecast;
import dev.prospector.driver.forecast.Outline;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problem;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.run.SearchPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** What a search is likely to cost and give, told from the log of an earlier one. */
public final class Forecasts {
  private static final String RANDOM = "random";

  /** What candidates and their scores depend on, besides the bundle's files. */
  private static final Set<String> DECISIVE =
      Set.of(
          "height",
          "width",
          "negative-prompt",
          "strength",
          "verifier",
          "sampler",
          "sampler-options",
          "steps",
          "search-steps",
          "search-dtype",
          "guidance");

  private Forecasts() {}

  /**
   * Forecasts a search from a random search of any number of candidates, whose prompts are taken
   * for ones like the search's own.
   *
   * @param run the earlier one, finished or not
   * @throws InvalidInputException if its log does not tell of such a search, with every reason
   * @throws IOException if it can't be read
   */
  public static Forecast like(RunDirectory run, PlannedSearch search, Configuration conf)
      throws IOException {
    RunRecord earlier = RunRecordFile.read(run, conf);
    List<String> reasons = new ArrayList<>();
    refusal(search).ifPresent(reasons::add);
    if (!earlier.algorithm().equals(RANDOM)) {
      reasons.add(
          "was searched by algorithm %s, expected random, whose candidates are independent"
              .formatted(earlier.algorithm()));
    }
    RunRecords.differences(earlier, search.record(), DECISIVE).stream()
        .map(difference -> "can't tell of this search: " + difference)
        .forEach(reasons::add);
    if (search.plan().policy() instanceof UntilMark until) {
      until.mark().bars().stream()
          .map(Mark.Bar::verifier)
          .forEach(name -> requireScores(earlier, name, "until", reasons));
    }
    search
        .spec()
        .spending()
        .stopAtKnee()
        .ifPresent(name -> requireScores(earlier, name, "stop-at-knee", reasons));
    requireNone(reasons, run);
    EarlierRun past = EarlierRun.read(run, earlier, conf);
    tooFew(search, past.candidates()).ifPresent(reasons::add);
    requireNone(reasons, run);
    return Forecast.of(past, outline(search));
  }

  private static void requireScores(
      RunRecord earlier, String verifier, String key, List<String> reasons) {
    if (!earlier.verifiers().all().contains(verifier)) {
      reasons.add(
          "has no scores by %s, expected them since %s names it"
              .formatted(Problems.quote(verifier), key));
    }
  }

  /** Why no random search tells of this one, as the end of a sentence; empty if one does. */
  private static Optional<String> refusal(PlannedSearch search) {
    SearchPlan plan = search.plan();
    return plan.algorithm().name().equals(RANDOM)
            && plan.space().isFinal()
            && plan.space().objective().searched() > 0
            && !plan.space().objective().dependsOnPool()
        ? Optional.empty()
        : Optional.of(
            "tells of searches by algorithm random and a verifier or a sum of them, with neither"
                + " search-steps nor search-dtype; expected such a one, not %s by %s"
                    .formatted(
                        plan.algorithm().name(), search.spec().target().verifier().orElseThrow()));
  }

  /**
   * Why a random search of so many candidates would not tell of this one, as the end of a sentence;
   * empty if it would.
   */
  public static Optional<String> refusal(PlannedSearch search, int candidates) {
    return refusal(search).or(() -> tooFew(search, candidates));
  }

  private static Optional<String> tooFew(PlannedSearch search, int candidates) {
    long fewest = outline(search).fewest();
    return candidates >= fewest
        ? Optional.empty()
        : Optional.of(
            "has %d candidates a prompt, expected %d, as many as this search may draw: with until"
                    .formatted(candidates, fewest)
                + " more can be told of top-k 1 alone");
  }

  private static Outline outline(PlannedSearch search) {
    SearchPlan plan = search.plan();
    return new Outline(
        plan.algorithm(),
        plan.space(),
        plan.policy(),
        plan.nfe(),
        plan.waves(),
        plan.verifiers(),
        search.prompts().size());
  }

  private static void requireNone(List<String> reasons, RunDirectory run) {
    if (!reasons.isEmpty()) {
      throw new InvalidInputException(
          reasons.stream().map(reason -> Problem.of(run.root() + ": " + reason)).toList(), 0);
    }
  }
}
