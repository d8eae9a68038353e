package dev.prospector.driver.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.search.ComputeBudget;
import dev.prospector.driver.search.NoiseSearch;
import dev.prospector.driver.search.RandomSearch;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchState;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.DenoiseAndVerify;
import dev.prospector.executors.engine.Engine;
import dev.prospector.executors.engine.EngineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One contract for both evaluators: same outcomes, same winners, same order. */
class EvaluatorContractTest {
  private static final int STEPS = 2;
  private static final EngineSpec SPEC =
      new EngineSpec("shapes-s", "euler", STEPS, 2, List.of("brightness"), 4);
  private static final SearchSpace SPACE = new SearchSpace(1, new Leg(1, 0), STEPS, 0, 3);
  private static final List<Prompt> WAVE =
      List.of(
          new Prompt(0, "a", "a red circle"),
          new Prompt(1, "b", "two blue squares"),
          new Prompt(2, "c", "a green cross", Map.of("nan", "yes")));

  /** What a search saw and what it found. */
  private record Seen(List<List<Object>> outcomes, List<SearchState> states) {}

  private static Seen search(CandidateEvaluator evaluator) {
    List<List<Object>> outcomes = new ArrayList<>();
    List<SearchState> states =
        new NoiseSearch(
                new RandomSearch(SPACE),
                SPACE,
                evaluator,
                (round, candidates, seen) -> seen.forEach(one -> outcomes.add(timeless(one))))
            .search(WAVE, 7L * STEPS);
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

  private static Seen inProcess() {
    Engine engine = Engine.of(SPEC, OptionalInt.empty());
    return search(new DenoiseAndVerify(engine, WAVE::get));
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[1]", "local[2]"})
  void sparkFindsWhatOneProcessFinds(String master) {
    SparkConf conf = new SparkConf().setMaster(master).setAppName("contract");
    Seen seen;
    try (JavaSparkContext spark = new JavaSparkContext(SparkSettings.complete(conf));
        SparkEvaluator evaluator =
            new SparkEvaluator(spark, SPEC, WAVE, 0, 3, new RoundNames("random", 0), Quiet.IT)) {
      seen = search(evaluator);
      assertThat(evaluator.evaluations()).isEqualTo(21);
      assertThat(evaluator.pictures().count()).isGreaterThanOrEqualTo(2 * 3);
    }
    assertThat(seen).isEqualTo(inProcess());
  }

  @Test
  void oneBadCandidateFailsAloneWithItsReason() {
    Seen seen = inProcess();
    assertThat(seen.states().get(0).best().entries()).hasSize(3);
    SearchState failed = seen.states().get(2);
    assertThat(failed.best().entries()).isEmpty();
    assertThat(failed.failure())
        .hasValue("verifier 'brightness' scored NaN, expected a finite number");
    assertThat(failed.budget()).isEqualTo(new ComputeBudget(14, 14));
  }

  @Test
  void aScoreDoesNotDependOnItsCompany() {
    Engine engine = Engine.of(SPEC, OptionalInt.empty());
    DenoiseAndVerify evaluator = new DenoiseAndVerify(engine, WAVE::get);
    SearchState state = inProcess().states().get(1);
    state
        .best()
        .entries()
        .forEach(
            entry -> {
              Outcome alone = evaluator.evaluate(0, List.of(entry.value().candidate())).get(0);
              assertThat(((Outcome.Scored) alone).scores()).isEqualTo(entry.value().scores());
            });
  }
}
