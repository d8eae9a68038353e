package dev.prospector.driver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.settings.Key;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every algorithm owes: budget, purity, the best kept. */
class AlgorithmsTest {
  private static final int STEPS = Landscape.STEPS;
  private static final List<Prompt> WAVE =
      List.of(new Prompt(0, "a", "a red circle"), new Prompt(1, "b", "a red circle"));

  private static List<SearchState> search(
      String name,
      Map<String, String> options,
      SearchSpace space,
      CandidateEvaluator by,
      long nfe) {
    SearchAlgorithm algorithm = Algorithms.named(name, space, options);
    return new NoiseSearch(algorithm, space, by, (r, o, s) -> {}).search(WAVE, nfe);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "zero-order", "paths", "pruning", "steps"})
  void whateverTheBudgetASearchStaysWithinItAndEndsWithAImage(String name) {
    SearchSpace space = Landscape.space(STEPS, STEPS, 1);
    for (long nfe = STEPS; nfe < 500; nfe = nfe * 5 / 4 + 1) {
      Landscape landscape = new Landscape();
      List<SearchState> states = search(name, Map.of(), space, landscape, nfe);
      assertThat(landscape.nfe(space)).isLessThanOrEqualTo(2 * nfe);
      for (SearchState state : states) {
        assertThat(state.budget().spent()).isLessThanOrEqualTo(nfe);
        assertThat(state.pool().best()).as("%s at %d NFE", name, nfe).hasSize(1);
        assertThat(state.pool().best().get(0).value().candidate().readout())
            .isEqualTo(Readout.IMAGE);
      }
      assertThat(states.stream().mapToLong(state -> state.budget().spent()).sum())
          .isEqualTo(landscape.nfe(space));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "zero-order", "paths", "pruning", "steps"})
  void theWinnersAreTheBestOfAllThatWasFinished(String name) {
    SearchSpace space = Landscape.space(STEPS, STEPS, 3);
    Landscape landscape = new Landscape();
    for (SearchState state : search(name, Map.of(), space, landscape, 400)) {
      List<Double> best =
          landscape.asked().stream()
              .filter(c -> c.id().prompt() == state.prompt().ordinal())
              .filter(c -> c.readout() == Readout.IMAGE)
              .map(Landscape::score)
              .sorted((a, b) -> Double.compare(b, a))
              .limit(3)
              .toList();
      assertThat(state.pool().best()).extracting(TopK.Entry::score).isEqualTo(best);
    }
  }

  /** What resuming rests on. */
  @ParameterizedTest
  @ValueSource(strings = {"random", "zero-order", "paths", "pruning", "steps"})
  void toldTheSameItProposesTheSame(String name) {
    SearchSpace space = Landscape.space(STEPS, STEPS, 2);
    Landscape once = new Landscape();
    Landscape again = new Landscape();
    List<SearchState> first = search(name, Map.of(), space, once, 300);
    assertThat(search(name, Map.of(), space, again, 300)).isEqualTo(first);
    assertThat(again.rounds).isEqualTo(once.rounds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "zero-order", "paths", "pruning"})
  void noTwoCandidatesDoTheSame(String name) {
    Landscape landscape = new Landscape();
    search(name, Map.of(), Landscape.space(STEPS, STEPS, 1), landscape, 600);
    Set<Object> work = new HashSet<>();
    for (Candidate candidate : landscape.asked()) {
      assertThat(work.add(List.of(candidate.lineage(), candidate.legs()))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "zero-order", "paths", "pruning", "steps"})
  void aPromptWhoseCandidatesAllFailEndsWithAReason(String name) {
    CandidateEvaluator failing =
        (round, candidates) -> {
          List<Outcome> outcomes = new ArrayList<>();
          for (Candidate candidate : candidates) {
            outcomes.add(
                candidate.id().prompt() == 0
                    ? new Landscape().evaluate(0, List.of(candidate)).get(0)
                    : new Outcome.Failed(
                        candidate.id(), "NaN", new Cost(0, 0, 0, 0, Cost.Stages.NONE, 1)));
          }
          return outcomes;
        };
    SearchSpace space = Landscape.space(STEPS, STEPS, 1);
    List<SearchState> states = search(name, Map.of(), space, failing, 200);
    assertThat(states.get(0).pool().best()).hasSize(1);
    assertThat(states.get(1).pool().best()).isEmpty();
    assertThat(states.get(1).failure()).hasValue("NaN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "zero-order"})
  void withCheapTrialsTheWinnersAreDrawnAgainWithinTheBudget(String name) {
    SearchSpace space = Landscape.space(4, STEPS, 2);
    Landscape landscape = new Landscape();
    List<SearchState> states = search(name, Map.of(), space, landscape, 100);
    for (SearchState state : states) {
      assertThat(state.budget().spent()).isBetween(100L - 3, 100L);
      assertThat(state.pool().best()).hasSize(2);
      Set<Object> tried = new HashSet<>();
      for (Candidate candidate : landscape.asked()) {
        if (candidate.readout() == Readout.TRIAL) {
          assertThat(candidate.leg().steps()).isEqualTo(4);
          tried.add(candidate.lineage());
        }
      }
      state
          .pool()
          .best()
          .forEach(
              winner -> {
                assertThat(winner.value().candidate().leg()).isEqualTo(space.whole(STEPS));
                assertThat(tried).contains(winner.value().candidate().lineage());
              });
    }
    assertThat(landscape.asked().stream().filter(c -> c.readout() == Readout.IMAGE)).hasSize(2 * 2);
  }

  /** A search that is done is not: its winners are trials yet. */
  @Test
  void aSearchThatStopsEarlyStillHasItsWinnersDrawn() {
    SearchSpace space = Landscape.space(4, STEPS, 2);
    Landscape landscape = new Landscape();
    for (SearchState state :
        search("zero-order", Map.of("on-stall", "stop"), space, landscape, 4000)) {
      assertThat(state.budget().left()).as("what a stall leaves unspent").isPositive();
      assertThat(state.pool().best())
          .hasSize(2)
          .allMatch(winner -> winner.value().candidate().readout() == Readout.IMAGE);
    }
  }

  /** What stands at its head is a trial then, which is not what the model draws. */
  @ParameterizedTest
  @ValueSource(strings = {"random", "zero-order"})
  void onlyWithoutAFinalDenoisingTheFirstCandidateIsTheFirstSample(String name) {
    SearchSpace plain = Landscape.space(STEPS, STEPS, 1);
    SearchSpace cheap = Landscape.space(4, STEPS, 1);
    assertThat(Algorithms.named(name, plain, Map.of()).drawsFirstSample()).isTrue();
    assertThat(Algorithms.named(name, cheap, Map.of()).drawsFirstSample()).isFalse();
    assertThat(cheap.firstSample(WAVE.get(0)).leg()).isEqualTo(plain.whole());
  }

  /** Whether a multistep sampler will do is asked of what is run, the final denoising included. */
  @Test
  void aFinalDenoisingWalksInLegsIfItsSearchDoes() {
    SearchSpace space = Landscape.space(4, STEPS, 1);
    SearchAlgorithm pruning =
        Algorithms.named("pruning", Landscape.space(STEPS, STEPS, 1), Map.of());
    assertThat(new FinalDenoising(pruning, space).walksInLegs()).isTrue();
    assertThat(new FinalDenoising(new RandomSearch(space), space).walksInLegs()).isFalse();
  }

  @Test
  void withEqualStepsNothingIsDrawnTwice() {
    Landscape landscape = new Landscape();
    search("random", Map.of(), Landscape.space(STEPS, STEPS, 2), landscape, 100);
    assertThat(landscape.rounds).hasSize(1);
  }

  @Test
  void stepScalingPutsTheWholeBudgetIntoOneTrajectory() {
    Landscape landscape = new Landscape();
    search("steps", Map.of(), Landscape.space(STEPS, STEPS, 1), landscape, 192);
    assertThat(landscape.asked()).hasSize(2);
    assertThat(landscape.asked().get(0).leg()).isEqualTo(Landscape.space(1, 1, 1).whole(192));
  }

  @Test
  void unknownNamesAndOptionsAreTold() {
    SearchSpace space = Landscape.space(STEPS, STEPS, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Algorithms.named("randon", space, Map.of()))
        .withMessage(
            "no algorithm 'randon'; there are paths, pruning, random, steps, zero-order; did you"
                + " mean 'random'?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Algorithms.named("random", space, Map.of("cosine", ".9")))
        .withMessage("algorithm 'random' has no option 'cosine'; it has none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Algorithms.named("zero-order", space, Map.of("cosine", "2")))
        .withMessage("cosine of algorithm 'zero-order' was 2, expected a number from -1 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Algorithms.named("pruning", Landscape.space(4, 12, 1), Map.of()))
        .withMessageStartingWith("algorithm 'pruning': search-steps was 4 and steps 12")
        .withMessageEndingWith("expected both equal");
  }

  @Test
  void theyGoByTheNamesThatTheyGiveThemselves() {
    SearchSpace space = Landscape.space(STEPS, STEPS, 1);
    Algorithms.all()
        .forEach(
            (name, provider) ->
                assertThat(provider.create(space, Map.of()).name()).isEqualTo(name));
  }

  @Test
  void optionsOfOursAreNamedOnceAndHaveTheirDefaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    for (AlgorithmProvider provider : Algorithms.ours()) {
      for (Key key : provider.options()) {
        String preset = key.setting().by().isEmpty() ? key.setting().unset() : key.setting().by();
        assertThat(defaults.put(key.name(), preset)).isNull();
        assertThat(preset).isNotEmpty();
        assertThat(key.setting().help()).endsWith(".");
      }
    }
    assertThat(defaults)
        .containsExactly(
            Map.entry("neighbours", "2"),
            Map.entry("cosine", "0.95"),
            Map.entry("on-stall", "restart"),
            Map.entry("paths", "2"),
            Map.entry("path-width", "what the budget affords"),
            Map.entry("path-sigma", "0.11"),
            Map.entry("path-forward", "0.78"),
            Map.entry("path-backward", "0.81"),
            Map.entry("prune-at", "0.25,0.5"),
            Map.entry("prune-keep", "0.5 each"),
            Map.entry("look-model", "fixed shares"),
            Map.entry("prune-risk", "0.05"),
            Map.entry("prune-margin", "0.1"));
  }
}
