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
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
          "sampler",
          "sampler-options",
          "steps",
          "search-steps",
          "search-dtype",
          "guidance");

  private Forecasts() {}

  /**
   * Forecasts a search from a random search of any number of candidates, whose prompts are taken
   * for ones like the search's own. It may have been by another verifier, if it has scores by those
   * of the search.
   *
   * @param run the earlier one, finished or not
   * @throws InvalidInputException if its log does not tell of such a search, with every reason
   * @throws IOException if it can't be read
   */
  public static Forecast like(RunDirectory run, PlannedSearch search, Configuration conf)
      throws IOException {
    RunRecord earlier = RunRecordFile.read(run, conf);
    List<String> reasons = new ArrayList<>();
    reasons.addAll(refusals(search));
    if (!earlier.algorithm().equals(RANDOM)) {
      reasons.add(
          "was searched by algorithm %s, expected random, whose candidates are independent"
              .formatted(earlier.algorithm()));
    }
    RunRecords.differences(earlier, search.record(), DECISIVE).stream()
        .map(difference -> "can't tell of this search: " + difference)
        .forEach(reasons::add);
    List<String> scored = earlier.verifiers().all();
    List<String> searched = searched(search);
    absent(searched, scored, "it is searched by").forEach(reasons::add);
    Optional<Mark> mark = mark(search);
    mark.ifPresent(
        of -> {
          List<String> named = of.bars().stream().map(Mark.Bar::verifier).distinct().toList();
          List<String> others = named.stream().filter(name -> !searched.contains(name)).toList();
          absent(others, scored, "until names it").forEach(reasons::add);
        });
    search
        .spec()
        .spending()
        .stopAtKnee()
        .ifPresent(
            name -> absent(List.of(name), scored, "stop-at-knee names it").forEach(reasons::add));
    requireNone(reasons, run);
    EarlierRun past = EarlierRun.read(run, earlier, conf);
    tooFew(search, past.candidates()).ifPresent(reasons::add);
    mark.flatMap(of -> undecided(of, past)).ifPresent(reasons::add);
    requireNone(reasons, run);
    return Forecast.of(past, outline(search));
  }

  private static List<String> searched(PlannedSearch search) {
    SearchPlan plan = search.plan();
    return plan.verifiers().subList(0, plan.space().objective().searched());
  }

  private static Optional<Mark> mark(PlannedSearch search) {
    return search.plan().policy() instanceof UntilMark until
        ? Optional.of(until.mark())
        : Optional.empty();
  }

  private static Stream<String> absent(List<String> names, List<String> scored, String since) {
    return names.stream()
        .filter(name -> !scored.contains(name))
        .map(
            name ->
                "has no scores by %s, expected them since %s"
                    .formatted(Problems.quote(name), since));
  }

  /** That a mark decides nothing, as the end of a sentence; empty if it does. */
  private static Optional<String> undecided(Mark mark, EarlierRun past) {
    long all = (long) past.prompts().size() * past.candidates();
    long reaching = past.reaching(mark);
    if (reaching > 0 && reaching < all) {
      return Optional.empty();
    }
    return Optional.of(
        "%s of its %d candidates reaches the mark, %s; expected one that some reach and some don't"
            .formatted(
                reaching == 0 ? "none" : "each",
                all,
                mark.bars().stream()
                    .map(bar -> told(bar, past.range(bar.verifier())))
                    .collect(Collectors.joining(" and "))));
  }

  private static String told(Mark.Bar bar, DoubleSummaryStatistics scores) {
    return String.format(
        Locale.ROOT,
        "%s>=%s where they have %.4g to %.4g",
        bar.verifier(),
        bar.least(),
        scores.getMin(),
        scores.getMax());
  }

  /** Why no random search tells of this one, each as the end of a sentence; none if one does. */
  private static List<String> refusals(PlannedSearch search) {
    SearchPlan plan = search.plan();
    List<String> reasons = new ArrayList<>();
    if (!plan.algorithm().name().equals(RANDOM)) {
      reasons.add(
          "can't tell of algorithm %s, expected random: which candidates others make, or let go of, follows from scores on their way, which a random search has not"
              .formatted(plan.algorithm().name()));
    }
    if (plan.space().objective().searched() == 0) {
      reasons.add(
          "can't tell of %s, expected verifiers: an oracle chooses all prompts' winners together"
              .formatted(search.spec().target().verifier().orElseThrow()));
    }
    if (!plan.space().isFinal()) {
      reasons.add(
          "can't tell of a search with search-steps or search-dtype, expected neither: what its winners are once drawn again stands in no log");
    }
    return reasons;
  }

  /**
   * Why a random search of so many candidates would not tell of this one, each as the end of a
   * sentence; none if it would.
   */
  public static List<String> refusals(PlannedSearch search, int candidates) {
    List<String> reasons = refusals(search);
    return reasons.isEmpty() ? tooFew(search, candidates).stream().toList() : reasons;
  }

  private static Optional<String> tooFew(PlannedSearch search, int candidates) {
    long fewest = outline(search).fewest();
    return candidates >= fewest
        ? Optional.empty()
        : Optional.of(
            "has %d candidates a prompt, expected %d, as many as this search may draw: more can be told with until, top-k 1 and a verifier that is no ensemble"
                .formatted(candidates, fewest));
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
