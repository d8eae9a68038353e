package dev.prospector.jobs;

import dev.prospector.driver.rounds.ModelTrajectories;
import dev.prospector.driver.rounds.RunPlan;
import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.search.SearchAlgorithm;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.WinnerSelection;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.model.ModelBundle;
import dev.prospector.executors.sampling.Sampler;
import dev.prospector.executors.sampling.Samplers;
import dev.prospector.jobs.config.SearchConfig;
import dev.prospector.jobs.config.SearchedBy;
import java.util.ArrayList;
import java.util.List;

/** From a complete configuration to a decided search. */
final class RunPlans {
  private RunPlans() {}

  /**
   * Decides.
   *
   * @param config complete
   * @throws BadInput if the budget does not pay for one candidate
   * @throws IllegalArgumentException if algorithm, sampler and options don't go together
   */
  static RunPlan of(SearchConfig config, ModelBundle bundle) {
    SearchedBy searched = config.searchedBy();
    Sampler sampler = Samplers.named(config.sampler().orElseThrow(), bundle.process());
    SearchSpace space =
        new SearchSpace(
            config.seed(),
            new ModelTrajectories(bundle.schedule(), sampler, bundle.process()),
            config.searchSteps().orElseThrow(),
            config.steps().orElseThrow(),
            searched.objective(),
            config.topK());
    SearchAlgorithm algorithm =
        Algorithms.named(config.algorithm(), space, config.algorithmOptions());
    if (algorithm.walksInLegs() && !sampler.sliceable()) {
      throw new BadInput(
          "sampler '%s' can't stop on the way, which algorithm '%s' has to; expected another sampler"
              .formatted(sampler.name(), algorithm.name()));
    }
    int candidate = sampler.nfe(space.searchSteps());
    int last = space.searchSteps() == space.steps() ? 0 : sampler.nfe(space.steps());
    return new RunPlan(
        engine(config),
        algorithm,
        space,
        config.allowance().nfe(candidate, (long) config.topK() * last),
        WinnerSelection.BY_PROMPT,
        config.wave(),
        config.images());
  }

  private static EngineSpec engine(SearchConfig config) {
    List<String> verifiers = new ArrayList<>(config.searchedBy().verifiers());
    int searched = verifiers.size();
    verifiers.addAll(config.heldOut().orElseThrow());
    return new EngineSpec(
        config.bundle(),
        config.sampler().orElseThrow(),
        config.guidance().orElseThrow(),
        verifiers,
        searched,
        config.verifierOptions(),
        "",
        config.batch());
  }
}
