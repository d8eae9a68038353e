package dev.prospector.driver.api;

import dev.prospector.driver.cluster.EngineEvaluators;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.run.ModelTrajectories;
import dev.prospector.driver.run.SearchPlan;
import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.search.Oracle;
import dev.prospector.driver.search.SearchAlgorithm;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchTarget;
import dev.prospector.driver.search.SurvivorSelection;
import dev.prospector.driver.search.Waves;
import dev.prospector.driver.search.WinnerSelection;
import dev.prospector.driver.statistics.BundleOracle;
import dev.prospector.driver.statistics.DiverseSurvivors;
import dev.prospector.driver.statistics.DiverseWinners;
import dev.prospector.executors.bundle.GuidanceType;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.sampling.Sampler;
import dev.prospector.executors.sampling.Samplers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A search with nothing left to choose, and the plan that it comes to.
 *
 * @param spec every default taken
 * @param target what its verifier says
 * @param bundle the model
 * @param prompts how many there are
 * @param files whence networks inside the bundle come
 */
record ResolvedSearch(
    SearchSpec spec, SearchTarget target, ModelBundle bundle, int prompts, HadoopFiles files) {
  /** The plan; empty, with what stands against it among the problems, if there is none. */
  Optional<SearchPlan> plan(AvailableVerifiers verifiers, Problems problems) {
    try {
      SearchPlan plan = plan();
      for (String name : target.verifiers()) {
        if (plan.algorithm().walksInLegs() && verifiers.looksEarly(name)) {
          problems.add(
              "verifier '%s' compares an early prediction with the finished image, and algorithm '%s' looks before it is finished; expected another verifier"
                  .formatted(name, spec.target().algorithm()));
        }
      }
      requireHeard(problems);
      FirstSampleModels.requireSame(spec, bundle);
      return Optional.of(plan);
    } catch (InvalidInputException e) {
      problems.add(e);
    } catch (IllegalArgumentException e) {
      if (Algorithms.all().containsKey(spec.target().algorithm())) { // Else it is told already.
        problems.add(e.getMessage());
      }
    }
    return Optional.empty();
  }

  private void requireHeard(Problems problems) {
    double guidance = spec.sampling().guidance().orElseThrow();
    if (spec.model().negativePrompt().isPresent()
        && (guidance == 1 || bundle.guidanceType() == GuidanceType.EMBEDDED)) {
      problems.add(
          "negative-prompt was %s, which bundle %s does not hear at guidance %s; expected none"
              .formatted(
                  Problems.quote(spec.model().negativePrompt().get()), bundle.name(), guidance));
    }
  }

  private SearchPlan plan() {
    Sampler sampler =
        Samplers.named(
            spec.sampling().sampler().orElseThrow(),
            bundle.process(),
            spec.sampling().samplerOptions());
    SearchSpace space =
        new SearchSpace(
            spec.target().seed(),
            new ModelTrajectories(bundle.schedule(), sampler, bundle.process()),
            spec.sampling().searchSteps().orElseThrow(),
            spec.sampling().steps().orElseThrow(),
            spec.sampling().searchDtype().isPresent(),
            target.objective(),
            spec.target().topK(),
            held(),
            LookModels.predictor(spec, target, bundle),
            survivors());
    SearchAlgorithm algorithm =
        Algorithms.named(spec.target().algorithm(), space, spec.target().algorithmOptions());
    if (algorithm.walksInLegs() && !sampler.sliceable()) {
      throw new InvalidInputException(
          "sampler '%s' can't stop on the way, which algorithm '%s' has to; expected another sampler"
              .formatted(sampler.name(), algorithm.name()));
    }
    if (algorithm.walksInLegs() && spec.sampling().searchDtype().isPresent()) {
      throw new InvalidInputException(
          "search-dtype was %s, and algorithm '%s' makes images of what it looked at; expected none"
              .formatted(spec.sampling().searchDtype().get(), algorithm.name()));
    }
    Optional<BundleOracle> oracle = target.oracle().map(this::oracle);
    String features = spec.target().diverse().isEmpty() ? "" : features();
    return new SearchPlan(
        new EngineEvaluators(
            engine(oracle.map(BundleOracle::features).orElse(features), algorithm.comparesLooks())),
        bundle.sha256(),
        algorithm,
        space,
        nfe(space, sampler),
        new PolicyChoice(spec, target, space, algorithm, prompts).policy(),
        selection(space, oracle),
        features(),
        waves(),
        spec.execution().images());
  }

  private Waves waves() {
    int size = spec.execution().wave().orElseThrow();
    return new Waves(size, spec.spending().isShared()).among(prompts);
  }

  /** Those that tell images apart; empty for none. */
  private String features() {
    return spec.target().features().or(bundle.measures()::features).orElse("");
  }

  private int held() {
    int k = spec.target().topK();
    return spec.target().diverse().isEmpty() ? k : Math.max(k, DiverseWinners.HELD);
  }

  private SurvivorSelection survivors() {
    OptionalDouble weight = spec.target().diverse();
    return weight.isPresent() && weight.getAsDouble() > 0
        ? new DiverseSurvivors(weight.getAsDouble())
        : SurvivorSelection.BEST;
  }

  private WinnerSelection selection(SearchSpace space, Optional<BundleOracle> oracle) {
    if (spec.target().diverse().isEmpty()) {
      return oracle.map(BundleOracle::selection).orElse(WinnerSelection.BY_PROMPT);
    }
    double weight = spec.target().diverse().getAsDouble();
    if (space.k() < 2 || space.k() > DiverseWinners.HELD) {
      throw new InvalidInputException(
          "diverse was %s with top-k %d, expected top-k from 2 to %d"
              .formatted(weight, space.k(), DiverseWinners.HELD));
    }
    if (oracle.isPresent() || !space.isFinal()) {
      throw new InvalidInputException(
          "diverse was %s, which chooses among a prompt's final images; expected neither an oracle, nor search-steps, nor search-dtype"
              .formatted(weight));
    }
    if (features().isEmpty()) {
      throw new InvalidInputException(
          "diverse was %s, and bundle %s names no features by which images differ; expected features"
              .formatted(weight, bundle.name()));
    }
    return new DiverseWinners(weight);
  }

  private long nfe(SearchSpace space, Sampler sampler) {
    Spending wanted = spec.spending();
    int candidate = sampler.nfe(space.steps());
    long last = space.isFinal() ? 0 : sampler.nfe(space.finalSteps());
    long afterwards = spec.target().topK() * last;
    if (wanted.budget().isEmpty()) {
      return wanted.candidates().orElseThrow() * candidate + afterwards;
    }
    long granted = wanted.budget().getAsLong();
    if (granted < candidate + afterwards) {
      throw new InvalidInputException(
          "budget was %d NFE per prompt, expected at least %d: one candidate costs %d%s"
              .formatted(
                  granted,
                  candidate + afterwards,
                  candidate,
                  afterwards == 0 ? "" : ", the final images " + afterwards));
    }
    return granted;
  }

  private BundleOracle oracle(Oracle oracle) {
    if (!spec.target().algorithm().equals("random") || spec.target().topK() > 1) {
      throw new InvalidInputException(
          "verifier '%s' chooses one winner per prompt when all candidates are there; expected algorithm random and top-k 1"
              .formatted(oracle.title()));
    }
    if (spec.target().heldOut().orElseThrow().isEmpty()) {
      throw new InvalidInputException(
          "verifier '%s' gives no scores; expected at least one held-out verifier"
              .formatted(oracle.title()));
    }
    return oracle == Oracle.FID
        ? BundleOracle.fid(bundle, files)
        : BundleOracle.inceptionScore(bundle, files);
  }

  private EngineSpec engine(String features, boolean looks) {
    List<String> verifiers = new ArrayList<>(target.verifiers());
    verifiers.addAll(spec.target().heldOut().orElseThrow());
    EngineSpec engine =
        EngineSpecs.engine(spec, verifiers, target.verifiers().size(), features, looks);
    engine.placement().requireKnown(verifiers);
    bundle.geometry().requireTile(engine.placement().decodeTile());
    return engine;
  }
}
