package dev.prospector.driver.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.search.BudgetPolicy;
import dev.prospector.driver.search.Landscape;
import dev.prospector.driver.search.NoiseSearch;
import dev.prospector.driver.search.SearchAlgorithm;
import dev.prospector.driver.search.SearchRounds;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchState;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UntilMarkTest {
  private static final int NFE = 12;
  private static final int CAP = 64;
  private static final SearchSpace SPACE = Landscape.space(NFE, NFE, 1);
  private static final SearchAlgorithm RANDOM = Algorithms.named("random", SPACE, Map.of());
  private static final List<String> VERIFIERS = List.of("near", "odd");
  private static final List<Prompt> PROMPTS =
      IntStream.range(0, 100).mapToObj(p -> new Prompt(p, "p" + p, "a red circle")).toList();

  private final Landscape world = new Landscape();

  private static UntilMark until(String mark, double giveUp) {
    return new UntilMark(Mark.parse(mark), VERIFIERS, NFE, giveUp);
  }

  private List<SearchState> search(SearchAlgorithm by, BudgetPolicy policy, List<Prompt> wave) {
    SearchRounds rounds = new SearchRounds(by, SPACE, policy, wave, (long) CAP * NFE);
    return new NoiseSearch(by, SPACE, world, (round, outcomes, states) -> {}).search(rounds);
  }

  private static double best(SearchState state) {
    return state.pool().best().get(0).score();
  }

  private static long drawn(SearchState state) {
    return state.budget().spent() / NFE;
  }

  @Test
  void promptsStopWhenTheyReachTheMarkOrTheCap() {
    List<SearchState> states = search(RANDOM, until("near>=6", 0), PROMPTS);
    assertThat(states)
        .allSatisfy(state -> assertThat(best(state) >= 6 || drawn(state) == CAP).isTrue())
        .anySatisfy(state -> assertThat(drawn(state)).isEqualTo(1))
        .anySatisfy(state -> assertThat(drawn(state)).isEqualTo(CAP));
    for (SearchState state : states) {
      long before = Chunks.before(drawn(state));
      double earlier =
          world.asked().stream()
              .filter(one -> one.id().prompt() == state.prompt().ordinal())
              .limit(before)
              .mapToDouble(Landscape::score)
              .max()
              .orElse(Double.NEGATIVE_INFINITY);
      assertThat(earlier).as("%s went on because it had to", state.prompt()).isLessThan(6);
    }
  }

  @Test
  void roundsAreLogarithmicInTheCap() {
    search(RANDOM, until("near>=1000", 0), PROMPTS);
    assertThat(world.rounds.size()).isLessThanOrEqualTo(6 + 5); // log2 of 64, and a few
  }

  @Test
  void withoutGivingUpAPromptGetsTheSameInAnyCompany() {
    List<SearchState> together = search(RANDOM, until("near>=6", 0), PROMPTS);
    List<SearchState> apart =
        new ArrayList<>(search(RANDOM, until("near>=6", 0), PROMPTS.subList(0, 7)));
    apart.addAll(search(RANDOM, until("near>=6", 0), PROMPTS.subList(7, 100)));
    assertThat(apart).isEqualTo(together);
  }

  @Test
  void neighboursAreTriedUntilTheMarkToo() {
    SearchAlgorithm zeroOrder = Algorithms.named("zero-order", SPACE, Map.of());
    assertThat(search(zeroOrder, until("near>=6", 0), PROMPTS))
        .allSatisfy(state -> assertThat(best(state) >= 6 || drawn(state) == CAP).isTrue());
  }

  @Test
  void laddersAreBegunUntilTheMarkToo() {
    SearchAlgorithm pruning = Algorithms.named("pruning", SPACE, Map.of());
    BudgetPolicy ladders = new UntilMark(Mark.parse("near>=6"), VERIFIERS, 2 * NFE, 0);
    assertThat(search(pruning, ladders, PROMPTS))
        .allSatisfy(state -> assertThat(best(state) >= 6 || drawn(state) == CAP).isTrue())
        .anySatisfy(state -> assertThat(drawn(state)).isEqualTo(2));
  }

  /** Pruning by a look model may end a ladder before all of it is spent. */
  @Test
  void aLadderThatSpentLessIsALadder() {
    List<Long> spent = new ArrayList<>();
    for (double giveUp : new double[] {0, .02}) {
      BudgetPolicy ladders = new UntilMark(Mark.parse("near>=9"), VERIFIERS, 2 * NFE + 1, giveUp);
      spent.add(spent(search(RANDOM, ladders, PROMPTS)));
    }
    assertThat(spent.get(1)).isLessThan(spent.get(0));
  }

  @Test
  void whoIsUnlikelyToReachItIsGivenUp() {
    long never = spent(search(RANDOM, until("near>=9", 0), PROMPTS));
    List<SearchState> states = search(RANDOM, until("near>=9", .02), PROMPTS);
    assertThat(spent(states)).isLessThan(never);
    assertThat(states)
        .as("one candidate in 200 reaches it: nobody goes on to the cap")
        .allSatisfy(state -> assertThat(drawn(state)).isLessThan(CAP));
    assertThat(search(RANDOM, until("near>=4", .02), PROMPTS))
        .as("one in eight")
        .isEqualTo(search(RANDOM, until("near>=4", 0), PROMPTS));
  }

  @Test
  void nobodyIsGivenUpBeforeThereAreAsManyAsAreToWin() {
    SearchSpace four = Landscape.space(NFE, NFE, 4);
    SearchAlgorithm random = Algorithms.named("random", four, Map.of());
    SearchRounds rounds =
        new SearchRounds(random, four, until("near>=-1000", .1), PROMPTS, (long) CAP * NFE);
    assertThat(new NoiseSearch(random, four, world, (round, outcomes, states) -> {}).search(rounds))
        .as("the first number of candidates that has four: all reach it")
        .allSatisfy(state -> assertThat(drawn(state)).isEqualTo(5));
  }

  private static long spent(List<SearchState> states) {
    return states.stream().mapToLong(state -> state.budget().spent()).sum();
  }

  @Test
  void uniformIsWhatItWas() {
    List<SearchState> uniform = search(RANDOM, BudgetPolicy.UNIFORM, PROMPTS);
    assertThat(uniform).allSatisfy(state -> assertThat(drawn(state)).isEqualTo(CAP));
    assertThat(world.rounds).hasSize(1);
  }

  @Test
  void marksAreRead() {
    assertThat(Mark.parse("detector>=-0.1 AND my.own-one ≥ 2e-1").bars())
        .containsExactly(new Mark.Bar("detector", -.1), new Mark.Bar("my.own-one", .2));
    for (String wrong :
        List.of(
            "",
            "detector",
            "detector>-1",
            "detector>=x",
            "a>=1 and",
            "a>=1,b>=2",
            "a>=1e999",
            "a>=1 and a>=2",
            "a>=1..2")) {
      assertThatThrownBy(() -> Mark.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
