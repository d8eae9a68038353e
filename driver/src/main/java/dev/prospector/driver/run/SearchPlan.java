package dev.prospector.driver.run;

import dev.prospector.driver.cluster.BatchEvaluators;
import dev.prospector.driver.cluster.EngineEvaluators;
import dev.prospector.driver.provenance.Origin;
import dev.prospector.driver.search.BudgetPolicy;
import dev.prospector.driver.search.SearchAlgorithm;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.Waves;
import dev.prospector.driver.search.WinnerSelection;
import dev.prospector.executors.engine.EngineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A search, decided down to the last seed.
 *
 * @param evaluators open what evaluates tasks' batches
 * @param sha256 of the bundle's files, by their names
 * @param nfe granted to each prompt
 * @param policy what of it prompts may spend round by round
 * @param selection who wins once the rounds are over
 * @param diversity name of the features by which winners' diversity is measured; empty for none
 * @param waves prompts that share their rounds
 * @param images whether winners are written as PNG files too
 */
public record SearchPlan(
    BatchEvaluators evaluators,
    Map<String, String> sha256,
    SearchAlgorithm algorithm,
    SearchSpace space,
    long nfe,
    BudgetPolicy policy,
    WinnerSelection selection,
    String diversity,
    Waves waves,
    boolean images) {

  /**
   * The caller's own score, where no verifier is searched by: in rows and logs it has this name.
   */
  public static final String CALLER = "caller";

  /** One of a model and its verifiers, in which each prompt may spend all of its NFE at once. */
  public SearchPlan(
      EngineSpec engine,
      Map<String, String> sha256,
      SearchAlgorithm algorithm,
      SearchSpace space,
      long nfe,
      WinnerSelection selection,
      String diversity,
      int waveSize,
      boolean images) {
    this(
        new EngineEvaluators(engine),
        sha256,
        algorithm,
        space,
        nfe,
        BudgetPolicy.UNIFORM,
        selection,
        diversity,
        Waves.ranges(waveSize),
        images);
  }

  /** The same with the instructions that the cluster draws trials with. */
  public SearchPlan trying(String instructions) {
    return new SearchPlan(
        new EngineEvaluators(engine().trying(instructions)),
        sha256,
        algorithm,
        space,
        nfe,
        policy,
        selection,
        diversity,
        waves,
        images);
  }

  /** What is computed. */
  public EngineSpec engine() {
    return evaluators.spec();
  }

  /** What its images will say of where they come from. */
  Origin origin() {
    return new Origin(engine(), sha256);
  }

  /** Whether a session's caller tells the scores that are searched by. */
  public boolean isScoredByCaller() {
    return engine().searched() == 0 && space.objective().searched() == 1;
  }

  /** Whose scores rows and logs hold, in their order. */
  public List<String> verifiers() {
    if (!isScoredByCaller()) {
      return engine().verifiers();
    }
    List<String> names = new ArrayList<>(List.of(CALLER));
    names.addAll(engine().verifiers());
    return names;
  }

  /** How many of them, the first ones, are searched by. */
  public int searched() {
    return isScoredByCaller() ? 1 : engine().searched();
  }
}
