package dev.prospector.jobs.preflight;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.run.ModelTrajectories;
import dev.prospector.driver.run.SearchPlan;
import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.search.SearchAlgorithm;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.WinnerSelection;
import dev.prospector.driver.statistics.OracleSelection;
import dev.prospector.driver.statistics.OracleWinners;
import dev.prospector.driver.statistics.ReferenceStatistics;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.engine.BatchSize;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.engine.ModelSpec;
import dev.prospector.executors.sampling.Sampler;
import dev.prospector.executors.sampling.Samplers;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import dev.prospector.jobs.config.ModelConfig;
import dev.prospector.jobs.config.Oracle;
import dev.prospector.jobs.config.SearchConfig;
import dev.prospector.jobs.config.SearchTarget;
import java.util.ArrayList;
import java.util.List;

/** From a complete configuration to a decided search. */
public final class SearchPlanner {
  private SearchPlanner() {}

  /**
   * Decides.
   *
   * @param config complete
   * @throws InvalidInputException if the budget does not pay for one candidate
   * @throws IllegalArgumentException if algorithm, sampler and options don't go together
   */
  public static SearchPlan of(SearchConfig config, ModelBundle bundle) {
    SearchTarget searched = config.searchedBy();
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
      throw new InvalidInputException(
          "sampler '%s' can't stop on the way, which algorithm '%s' has to; expected another sampler"
              .formatted(sampler.name(), algorithm.name()));
    }
    int candidate = sampler.nfe(space.searchSteps());
    int last = space.searchSteps() == space.steps() ? 0 : sampler.nfe(space.steps());
    return new SearchPlan(
        engine(config, bundle),
        algorithm,
        space,
        config.allowance().nfe(candidate, (long) config.topK() * last),
        searched
            .oracle()
            .map(oracle -> selection(oracle, config))
            .orElse(WinnerSelection.BY_PROMPT),
        config.features().orElse(bundle.family().equals("shapes") ? "shapes-features" : ""),
        config.wave(),
        config.images());
  }

  private static WinnerSelection selection(Oracle oracle, SearchConfig config) {
    if (!config.algorithm().equals("random") || config.topK() > 1) {
      throw new InvalidInputException(
          "verifier '%s' chooses one winner per prompt when all candidates are there; expected algorithm random and top-k 1"
              .formatted(oracle.title()));
    }
    if (config.heldOut().orElseThrow().isEmpty()) {
      throw new InvalidInputException(
          "verifier '%s' gives no scores; expected at least one held-out verifier"
              .formatted(oracle.title()));
    }
    return oracle == Oracle.FID
        ? new OracleWinners(() -> OracleSelection.fid(ReferenceStatistics.shapes().features()))
        : new OracleWinners(
            () -> OracleSelection.inceptionScore(FeatureProviders.named(oracle.features()).size()));
  }

  /**
   * The model, checked.
   *
   * @param files whence a remote bundle comes
   * @throws IllegalArgumentException if it is missing, damaged or does not draw images of the size
   */
  public static ModelBundle bundle(ModelConfig model, HadoopFiles files) {
    return model(model).described(files);
  }

  /** What draws. */
  public static ModelSpec model(ModelConfig model) {
    return new ModelSpec(
        model.bundle(),
        size(model),
        model.negativePrompt(),
        model.unloadTextEncoder(),
        model.initImage().orElse(null));
  }

  private static ImageSize size(ModelConfig model) {
    return model.height().isPresent()
        ? new ImageSize(model.height().getAsInt(), model.width().orElseThrow())
        : null;
  }

  private static EngineSpec engine(SearchConfig config, ModelBundle bundle) {
    List<String> verifiers = new ArrayList<>(config.searchedBy().verifiers());
    int searched = verifiers.size();
    verifiers.addAll(config.heldOut().orElseThrow());
    config.placement().requireKnown(verifiers);
    bundle.geometry().requireTile(config.placement().decodeTile());
    return new EngineSpec(
        model(config.model()),
        config.sampler().orElseThrow(),
        config.guidance().orElseThrow(),
        verifiers,
        searched,
        config.verifierOptions(),
        config.searchedBy().oracle().map(Oracle::features).orElse(""),
        config.batch().orElse(BatchSize.onCpu(bundle.geometry().image())),
        config.placement());
  }
}
