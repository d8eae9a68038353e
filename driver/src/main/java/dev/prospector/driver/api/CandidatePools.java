package dev.prospector.driver.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.run.SearchPlan;
import dev.prospector.driver.search.BudgetPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which searches need the same candidates. Those of random search are independent, so N of them,
 * scored by all verifiers, tell what the best of any n ≤ N by any of the verifiers is: nothing has
 * to be drawn for it again.
 */
public final class CandidatePools {
  private static final String RANDOM = "random";
  private static final String VERIFIER_OPTIONS = "verifier-options";

  /** Of a search, what its pool may have otherwise. */
  private static final Set<String> FREE =
      Set.of("candidates", "budget", "verifier", "held-out", VERIFIER_OPTIONS);

  /** What candidates and their scores depend on, besides the bundle's files. */
  private static final Set<String> DECISIVE =
      Set.of(
          "height",
          "width",
          "negative-prompt",
          "init-image",
          "strength",
          "decode-tiles",
          "seed",
          "sampler",
          "sampler-options",
          "steps",
          "search-steps",
          "search-dtype",
          "guidance");

  private CandidatePools() {}

  /**
   * Whether a search can be told from a pool: its candidates are independent and final, as many for
   * every prompt, and the best of a prompt's own wins.
   */
  public static boolean tellOf(PlannedSearch search) {
    SearchPlan plan = search.plan();
    return plan.algorithm().name().equals(RANDOM)
        && plan.space().isFinal()
        && plan.space().objective().searched() > 0
        && !plan.isScoredByCaller()
        && plan.policy().equals(BudgetPolicy.UNIFORM)
        && search.spec().target().diverse().isEmpty();
  }

  /**
   * What searches have in common that one pool can serve: two that {@linkplain #tellOf can be told}
   * from pools and have an equal one need the same candidates.
   *
   * @param asked what the search was planned from; once planned, the options of verifiers that it
   *     does not use are gone
   */
  public static String kin(PlannedSearch search, SearchSpec asked) {
    Map<String, Object> kin = new TreeMap<>(search.spec().values());
    kin.keySet().removeAll(FREE);
    kin.put(VERIFIER_OPTIONS, new TreeMap<>(asked.target().verifierOptions()));
    kin.put("verifier-bundles", new TreeMap<>(asked.target().verifierBundles()));
    kin.put("sha256", new TreeMap<>(search.bundle().sha256()));
    return kin.toString();
  }

  /** Whether the run of one search will tell of another of its kin. */
  public static boolean suffices(PlannedSearch run, PlannedSearch other) {
    return run.candidates() >= other.candidates()
        && run.plan().verifiers().containsAll(other.plan().verifiers());
  }

  /**
   * The search whose candidates serve several of a kin.
   *
   * @param largest the one of them that gives a prompt the most candidates
   * @param asked what it was planned from
   * @param verifiers that any of them has scores by
   */
  public static SearchSpec serving(PlannedSearch largest, SearchSpec asked, Set<String> verifiers) {
    List<String> searched = largest.plan().verifiers().subList(0, largest.plan().searched());
    return asked.toBuilder()
        .verifier(largest.spec().target().verifier().orElseThrow())
        .heldOut(
            verifiers.stream()
                .filter(name -> !searched.contains(name))
                .sorted()
                .toArray(String[]::new))
        .build();
  }

  /**
   * Why a run's candidates don't tell of a search that can be told from pools, each the end of a
   * sentence about the run; empty if they do.
   *
   * @param run one that has ended
   */
  public static List<String> refusals(RunRecord run, PlannedSearch search) {
    List<String> reasons = new ArrayList<>();
    if (!run.algorithm().equals(RANDOM)) {
      reasons.add(
          "was searched by algorithm %s, expected random, whose candidates are independent"
              .formatted(run.algorithm()));
    }
    JsonNode configuration = run.configuration();
    Spending.DEALING.stream()
        .filter(key -> configuration.hasNonNull(key))
        .forEach(key -> reasons.add("was searched with %s, expected none".formatted(key)));
    RunRecord now = search.record();
    RunRecords.differences(run, now, DECISIVE).forEach(reasons::add);
    RunRecords.differences(run.prompts(), now.prompts()).forEach(reasons::add);
    if (run.budget() < search.plan().nfe()) {
      reasons.add(
          "has a budget of %d NFE a prompt, expected %d or more"
              .formatted(run.budget(), search.plan().nfe()));
    }
    List<String> known = run.verifiers().all();
    search.plan().verifiers().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> reasons.add("has no scores by %s, expected them".formatted(name)));
    JsonNode options = configuration.path(VERIFIER_OPTIONS);
    search
        .spec()
        .target()
        .verifierOptions()
        .forEach(
            (option, value) -> {
              if (!options.path(option).asText("").equals(value)) {
                reasons.add("has another %s.%s".formatted(VERIFIER_OPTIONS, option));
              }
            });
    return reasons;
  }
}
