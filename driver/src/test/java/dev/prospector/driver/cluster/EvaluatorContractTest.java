package dev.prospector.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.run.ModelTrajectories;
import dev.prospector.driver.run.SparkSettings;
import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.search.ComputeBudget;
import dev.prospector.driver.search.NoiseSearch;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchState;
import dev.prospector.driver.search.TopK;
import dev.prospector.driver.search.WeightedSum;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.DenoiseAndVerify;
import dev.prospector.executors.engine.Engine;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.sampling.FlowSchedule;
import dev.prospector.executors.sampling.ForwardProcess;
import dev.prospector.executors.sampling.Samplers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One contract for both evaluators: same outcomes, same winners, same order. */
public class EvaluatorContractTest {
  private static final int STEPS = 3;
  private static final EngineSpec SPEC =
      new EngineSpec("shapes-s", "euler-ancestral", 2, List.of("brightness"), 4);
  private static final List<Prompt> WAVE =
      List.of(
          new Prompt(0, "a", "a red circle"),
          new Prompt(1, "b", "two blue squares"),
          new Prompt(2, "c", "a green cross", Map.of("nan", "yes")));

  /** What a search saw and what it found. */
  private record Seen(List<List<Object>> outcomes, List<SearchState> states) {}

  /** Of a model, for a wave of its own. */
  static SparkEvaluator evaluator(
      JavaSparkContext spark, EngineSpec spec, List<Prompt> wave, SearchSpace space) {
    return new SparkEvaluator(
        spark, new EngineEvaluators(spec), wave, space, new RoundNames("x", 0), Quiet.IT, false);
  }

  public static SearchSpace space(int searchSteps) {
    return space("euler-ancestral", searchSteps);
  }

  private static SearchSpace space(String sampler, int searchSteps) {
    ForwardProcess flow = new ForwardProcess.RectifiedFlow();
    ModelTrajectories trajectories =
        new ModelTrajectories(new FlowSchedule(1), Samplers.named(sampler, flow), flow);
    return new SearchSpace(1, trajectories, searchSteps, STEPS, WeightedSum.ofOne(), 3);
  }

  private static Seen search(String algorithm, CandidateEvaluator evaluator) {
    List<List<Object>> outcomes = new ArrayList<>();
    SearchSpace space = space(STEPS);
    List<SearchState> states =
        new NoiseSearch(
                Algorithms.named(algorithm, space, Map.of()),
                space,
                evaluator,
                (round, seen, now) -> seen.forEach(one -> outcomes.add(timeless(one))))
            .search(WAVE, 14L * STEPS);
    return new Seen(outcomes, states);
  }

  /** An outcome without the time that it took. */
  private static List<Object> timeless(Outcome outcome) {
    Object result =
        outcome instanceof Outcome.Scored scored
            ? scored.scores()
            : ((Outcome.Failed) outcome).reason();
    return List.of(
        outcome.id(),
        result,
        outcome.cost().nfe(),
        outcome.cost().forwards(),
        outcome.cost().verifications());
  }

  private static Seen inProcess(String algorithm) {
    try (Engine engine = engine(SPEC)) {
      return search(algorithm, new DenoiseAndVerify(engine, WAVE::get));
    }
  }

  private static Engine engine(EngineSpec spec) {
    return Engine.of(spec, OptionalInt.empty(), HadoopFiles.ofClassPath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "zero-order", "paths", "pruning", "steps"})
  void sparkFindsWhatOneProcessFinds(String algorithm) {
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("contract");
    Seen seen;
    try (JavaSparkContext spark =
            new JavaSparkContext(SparkSettings.completeForSearchesAlone(conf));
        SparkEvaluator evaluator = evaluator(spark, SPEC, WAVE, space(STEPS))) {
      seen = search(algorithm, evaluator);
      long credited = seen.outcomes().stream().mapToLong(one -> (int) one.get(2)).sum();
      assertThat(evaluator.nfe()).as("latents are found, not walked to again").isEqualTo(credited);
    }
    assertThat(seen).isEqualTo(inProcess(algorithm));
  }

  /**
   * Charged by formula = credited in outcomes = counted by the denoiser, short batches included.
   */
  @ParameterizedTest
  @CsvSource({
    "random, euler, 3", "random, heun, 2", "random, dpmpp-2m, 3", "zero-order, heun, 3",
    "zero-order, euler, 2", "paths, euler, 3", "paths, heun, 3", "paths, euler-ancestral, 3",
    "pruning, heun, 3", "pruning, euler-ancestral, 3", "steps, heun, 3", "steps, dpmpp-2m, 3"
  })
  void theLedgerAgreesWithItself(String algorithm, String sampler, int searchSteps) {
    EngineSpec spec = new EngineSpec("shapes-s", sampler, 2, List.of("brightness"), 4);
    SearchSpace space = space(sampler, searchSteps);
    List<Outcome> outcomes = new ArrayList<>();
    try (Engine engine = engine(spec)) {
      DenoiseAndVerify counting = new DenoiseAndVerify(engine, WAVE::get);
      List<SearchState> states =
          new NoiseSearch(
                  Algorithms.named(algorithm, space, Map.of()),
                  space,
                  counting,
                  (round, seen, now) -> outcomes.addAll(seen))
              .search(WAVE, 60);
      long charged = states.stream().mapToLong(state -> state.budget().spent()).sum();
      long credited = outcomes.stream().mapToLong(one -> one.cost().nfe()).sum();
      assertThat(credited).isEqualTo(charged).isPositive();
      assertThat(counting.nfe()).isEqualTo(credited);
    }
    assertThat(outcomes).allMatch(one -> one.cost().forwards() == 2 * one.cost().nfe());
  }

  @Test
  void oneBadCandidateFailsAloneWithItsReason() {
    Seen seen = inProcess("random");
    assertThat(seen.states().get(0).pool().best()).hasSize(3);
    SearchState failed = seen.states().get(2);
    assertThat(failed.pool().best()).isEmpty();
    assertThat(failed.failure())
        .hasValue("verifier 'brightness' scored NaN, expected a finite number");
    assertThat(failed.budget()).isEqualTo(new ComputeBudget(14 * STEPS, 14 * STEPS));
  }

  @Test
  void aScoreDoesNotDependOnItsCompany() {
    SearchState state = inProcess("random").states().get(1);
    try (Engine engine = engine(SPEC)) {
      DenoiseAndVerify evaluator = new DenoiseAndVerify(engine, WAVE::get);
      for (TopK.Entry<?> entry : state.pool().best()) {
        var ranked = (dev.prospector.driver.search.ScoredCandidate) entry.value();
        Outcome alone = evaluator.evaluate(0, List.of(ranked.candidate())).get(0);
        assertThat(((Outcome.Scored) alone).scores()).isEqualTo(ranked.scores());
      }
    }
  }
}
