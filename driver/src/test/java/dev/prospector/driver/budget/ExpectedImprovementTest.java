package dev.prospector.driver.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.search.BudgetPolicy;
import dev.prospector.driver.search.Landscape;
import dev.prospector.driver.search.NoiseSearch;
import dev.prospector.driver.search.SearchAlgorithm;
import dev.prospector.driver.search.SearchRounds;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchState;
import dev.prospector.driver.search.WeightedSum;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Scores;
import dev.prospector.executors.noise.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedImprovementTest {
  private static final int NFE = 12;
  private static final int CAP = 64;
  private static final SearchSpace SPACE = Landscape.space(NFE, NFE, 1);
  private static final SearchAlgorithm RANDOM = Algorithms.named("random", SPACE, Map.of());
  private static final List<Prompt> PROMPTS =
      IntStream.range(0, 300).mapToObj(p -> new Prompt(p, "p" + p, "a red circle")).toList();
  private static final Cost COST = new Cost(0, 0, 0, 0, Cost.Stages.NONE, 1);

  /**
   * A world of easy and hard prompts: a candidate is right, which scores above 1, with a chance
   * that is evenly spread over prompts.
   */
  private record World(DoubleUnaryOperator scale, List<Integer> rounds)
      implements CandidateEvaluator {
    World() {
      this(score -> score, new ArrayList<>());
    }

    @Override
    public List<Outcome> evaluate(int round, List<Candidate> candidates) {
      rounds.add(candidates.size());
      assertThat(candidates).allSatisfy(one -> assertThat(one.id().round()).isEqualTo(round));
      return candidates.stream().map(this::outcome).toList();
    }

    private Outcome outcome(Candidate candidate) {
      String prompt = "p" + candidate.id().prompt();
      double chance = Seeds.uniform(1, prompt, 0, 0);
      int round = candidate.id().round();
      int index = candidate.id().index();
      boolean right = Seeds.uniform(2, prompt, round, index) < chance;
      double score = Seeds.uniform(3, prompt, round, index) + (right ? 1 : 0);
      Scores scores = Scores.of(scale.applyAsDouble(score));
      return new Outcome.Scored(candidate.id(), scores, Features.NONE, COST);
    }
  }

  /** Pruning by a look model may end a ladder before all of it is spent. */
  @Test
  void aLadderThatSpentLessIsALadder() {
    BudgetPolicy ladders = new ExpectedImprovement(WeightedSum.ofOne(), 2 * NFE + 1, 1, 8, 0);
    long spent =
        search(RANDOM, ladders, new World(), CAP).stream()
            .mapToLong(state -> state.budget().spent())
            .sum();
    assertThat(spent).isGreaterThan(PROMPTS.size() * 7L * 2 * NFE);
  }

  /** Scores of a yes or no are ties: the first hundred prompts can't get any, the others can. */
  @Test
  void whatDrawsBroughtDoesNotDependOnTheOrderOfPromptsThatStandAlike() {
    double[][] values = new double[500][4];
    double[][] reversed = new double[500][];
    for (int p = 0; p < values.length; p++) {
      for (int i = 0; i < 4 && p >= 100; i++) {
        values[p][i] = Seeds.uniform(4, "p" + p, 0, i) < .3 ? 1 : 0;
      }
      reversed[values.length - 1 - p] = values[p];
    }
    double next = new Improvements(values).of(0, 4).next(0);
    assertThat(next).isPositive();
    assertThat(new Improvements(reversed).of(0, 4).next(0)).isEqualTo(next);
  }

  private static BudgetPolicy policy(double mean, double price) {
    return new ExpectedImprovement(WeightedSum.ofOne(), NFE, 1, mean, price);
  }

  private static List<SearchState> search(
      SearchAlgorithm by, BudgetPolicy policy, CandidateEvaluator world, int cap) {
    SearchRounds rounds = new SearchRounds(by, SPACE, policy, PROMPTS, (long) cap * NFE);
    return new NoiseSearch(by, SPACE, world, (round, outcomes, states) -> {}).search(rounds);
  }

  private static List<SearchState> search(double mean, double price) {
    return search(RANDOM, policy(mean, price), new World(), CAP);
  }

  private static long right(List<SearchState> states) {
    return states.stream().filter(state -> state.pool().best().get(0).score() > 1).count();
  }

  private static long drawn(SearchState state) {
    return state.budget().spent() / NFE;
  }

  private static long drawn(List<SearchState> states) {
    return states.stream().mapToLong(ExpectedImprovementTest::drawn).sum();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void asManyCandidatesFindMoreThatAreRightThanEvenlySpread(int mean) {
    List<SearchState> where = search(mean, 0);
    List<SearchState> evenly = search(RANDOM, BudgetPolicy.UNIFORM, new World(), mean);
    assertThat(drawn(where)).isLessThanOrEqualTo(drawn(evenly));
    assertThat(right(where)).isGreaterThan(right(evenly));
  }

  @Test
  void allIsSpentInFewRoundsAndNobodyExceedsTheCap() {
    World world = new World();
    List<SearchState> states = search(RANDOM, policy(8.5, 0), world, CAP);
    assertThat(drawn(states)).isEqualTo(8 * 300 + 150);
    assertThat(world.rounds()).hasSizeLessThanOrEqualTo(6 + 5); // log2 of 64, and a few
    assertThat(states)
        .allSatisfy(state -> assertThat(drawn(state)).isBetween(1L, (long) CAP))
        .anySatisfy(state -> assertThat(drawn(state)).isGreaterThan(20));
  }

  @Test
  void unitsDoNotDecide() {
    List<SearchState> plain = search(4, 0);
    List<SearchState> bent =
        search(RANDOM, policy(4, 0), new World(score -> 1e3 * score - 7, new ArrayList<>()), CAP);
    assertThat(bent.stream().map(ExpectedImprovementTest::drawn))
        .containsExactlyElementsOf(plain.stream().map(ExpectedImprovementTest::drawn).toList());
  }

  @Test
  void theHigherThePriceTheLessIsBought() {
    long dear = drawn(search(Double.POSITIVE_INFINITY, .1));
    long cheap = drawn(search(Double.POSITIVE_INFINITY, .01));
    assertThat(dear).isBetween(300L, cheap - 1);
    assertThat(cheap).isLessThan(300L * CAP);
    assertThat(drawn(search(Double.POSITIVE_INFINITY, 10)))
        .as("no lift is that large")
        .isEqualTo(300);
    assertThat(drawn(search(2, .01))).as("both hold").isLessThanOrEqualTo(600);
  }

  @Test
  void neighboursAreDealtToo() {
    SearchAlgorithm zeroOrder = Algorithms.named("zero-order", SPACE, Map.of());
    List<SearchState> states = search(zeroOrder, policy(5, 0), new World(), CAP);
    assertThat(drawn(states)).isBetween(4 * 300L, 5 * 300L);
  }

  /** Starts four, keeps two, keeps one, for the price of two whole trajectories. */
  @Test
  void laddersAreGrantedWholeAndBegunAnew() {
    SearchAlgorithm pruning = Algorithms.named("pruning", SPACE, Map.of());
    assertThat(pruning.unit()).hasValue(2 * NFE);
    World world = new World();
    BudgetPolicy policy = new ExpectedImprovement(WeightedSum.ofOne(), 2 * NFE, 1, 3, 0);
    List<SearchState> states = search(pruning, policy, world, CAP);
    assertThat(states)
        .allSatisfy(state -> assertThat(state.budget().spent() % (2 * NFE)).isZero())
        .anySatisfy(state -> assertThat(state.budget().spent()).isEqualTo(2 * NFE))
        .anySatisfy(state -> assertThat(state.budget().spent()).isGreaterThan(8 * NFE));
    assertThat(drawn(states)).isEqualTo(2 * 3 * 300);
    assertThat(world.rounds()).hasSizeLessThanOrEqualTo(3 * (5 + 5)); // log2 of 32 ladders
    assertThat(right(states))
        .isGreaterThan(right(search(pruning, BudgetPolicy.UNIFORM, new World(), 6)));
  }

  @Test
  void nothingMoreIsSpentWhereNothingCanBeScored() {
    CandidateEvaluator broken =
        (round, candidates) ->
            candidates.stream()
                .<Outcome>map(one -> new Outcome.Failed(one.id(), "no", COST))
                .toList();
    assertThat(drawn(search(RANDOM, policy(4, 0), broken, CAP))).isEqualTo(300);
  }

  @Test
  void oneMoreAddsWhatEnumerationSays() {
    double[] values = {.1, .5, .7, .95};
    double[][] drawn = {values}; // Few, so that a prompt is taken to draw as all do.
    for (int m = 0; m < 4; m++) {
      double one = best(values, .4, m + 1) - best(values, .4, m);
      assertThat(new Improvements(drawn).of(.4, 3).next(m))
          .as("after %d", m)
          .isCloseTo(one, within(1e-12));
    }
  }

  @Test
  void whoStandsAlikeTells() {
    double[][] values = new double[2 * Improvements.ENOUGH][];
    for (int p = 0; p < values.length; p++) {
      values[p] = p % 2 == 0 ? new double[] {-1, 2} : new double[] {1, 1.5};
    }
    Improvements pooled = new Improvements(values);
    assertThat(pooled.of(-1, 1).next(0)).isCloseTo(3, within(1e-12));
    assertThat(pooled.of(1, 1).next(0)).isCloseTo(.5, within(1e-12));
    assertThat(pooled.of(1, 1).next(1)).as("the same again").isZero();
  }

  /** The mean over all ways to draw m of these. */
  private static double best(double[] values, double best, int m) {
    int ways = (int) Math.pow(values.length, m);
    double sum = 0;
    for (int way = 0; way < ways; way++) {
      double highest = best;
      for (int rest = way, i = 0; i < m; i++, rest /= values.length) {
        highest = Math.max(highest, values[rest % values.length]);
      }
      sum += highest;
    }
    return sum / ways;
  }
}
