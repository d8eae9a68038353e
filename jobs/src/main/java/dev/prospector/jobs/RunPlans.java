package dev.prospector.jobs;

import dev.prospector.driver.rounds.RunPlan;
import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.search.SearchAlgorithm;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.model.ModelBundle;
import dev.prospector.executors.sampling.Samplers;
import dev.prospector.jobs.config.SearchConfig;
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
   */
  static RunPlan of(SearchConfig config, ModelBundle bundle) {
    EngineSpec engine = engine(config);
    int nfe = Samplers.named(engine.sampler(), bundle.process()).nfe(engine.steps());
    Leg trajectory = new Leg(bundle.firstSigma(engine.steps()), 0);
    // The searched verifier comes first, so its place among the scores is 0.
    SearchSpace space = new SearchSpace(config.seed(), trajectory, nfe, 0, config.topK());
    SearchAlgorithm algorithm = Algorithms.named(config.algorithm(), space);
    long granted = config.allowance().nfe(nfe);
    return new RunPlan(engine, algorithm, space, granted, config.wave(), config.images());
  }

  private static EngineSpec engine(SearchConfig config) {
    List<String> verifiers = new ArrayList<>(List.of(config.verifier()));
    verifiers.addAll(config.heldOut().orElseThrow());
    return new EngineSpec(
        config.bundle(),
        config.sampler().orElseThrow(),
        config.steps().orElseThrow(),
        config.guidance().orElseThrow(),
        verifiers,
        config.batch());
  }
}
