package dev.prospector.driver.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.search.BudgetPolicy;
import dev.prospector.driver.search.Landscape;
import dev.prospector.driver.search.NoiseSearch;
import dev.prospector.driver.search.SearchAlgorithm;
import dev.prospector.driver.search.SearchRounds;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchState;
import dev.prospector.driver.search.TopK;
import dev.prospector.driver.search.WeightedSum;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Scores;
import dev.prospector.executors.noise.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StopAtKneeTest {
  private static final int NFE = 12;
  private static final int CAP = 64;
  private static final int POWER = 8;
  private static final int[] CHUNKS = {1, 2, 3, 5, 8, 12, 18, 27, 41, 62, 64};
  private static final List<Prompt> PROMPTS =
      IntStream.range(0, 300).mapToObj(p -> new Prompt(p, "p" + p, "a red circle")).toList();
  private static final Cost COST = new Cost(0, 0, 0, 0, Cost.Stages.NONE, 1);

  /** The held-out score of a candidate that the searched verifier gives u, even from 0 to 1. */
  private interface HeldOut {
    double score(double u, double chance);
  }

  private record Drawn(CandidateId id, double u) {}

  private record World(long seed, HeldOut heldOut, List<Drawn> drawn)
      implements CandidateEvaluator {
    World(long seed, HeldOut heldOut) {
      this(seed, heldOut, new ArrayList<>());
    }

    @Override
    public List<Outcome> evaluate(int round, List<Candidate> candidates) {
      return candidates.stream().map(this::outcome).toList();
    }

    private Outcome outcome(Candidate candidate) {
      CandidateId id = candidate.id();
      if (id.prompt() % 7 == 0 && id.round() == 1) {
        return new Outcome.Failed(id, "no", COST);
      }
      double u = Seeds.uniform(seed, "s" + id.prompt(), id.round(), id.index());
      double chance = Seeds.uniform(seed, "h" + id.prompt(), id.round(), id.index());
      drawn.add(new Drawn(id, u));
      Scores scores = Scores.of(u, heldOut.score(u, chance));
      return new Outcome.Scored(id, scores, Features.NONE, COST);
    }
  }

  private static List<SearchState> search(World world, int k, List<Prompt> prompts) {
    SearchSpace space = Landscape.space(NFE, NFE, k);
    SearchAlgorithm random = Algorithms.named("random", space, Map.of());
    BudgetPolicy policy = new StopAtKnee(WeightedSum.ofOne(), 1, NFE, k);
    SearchRounds rounds = new SearchRounds(random, space, policy, prompts, (long) CAP * NFE);
    return new NoiseSearch(random, space, world, (round, outcomes, states) -> {}).search(rounds);
  }

  private static List<SearchState> search(World world) {
    return search(world, 1, PROMPTS);
  }

  private static long drawn(List<SearchState> states) {
    assertThat(states.stream().map(state -> state.budget().spent()).distinct())
        .as("everybody draws as many")
        .hasSize(1);
    return states.get(0).budget().spent() / NFE;
  }

  /** E[u − a u^8 | best of j] of even u, whose best has the density j u^(j−1). */
  private static double expected(double a, int j) {
    return j / (j + 1.0) - a * j / (j + POWER);
  }

  /** The round of the largest of these. */
  private static int best(double a) {
    return IntStream.range(0, CHUNKS.length)
        .boxed()
        .max(Comparator.comparingDouble(r -> expected(a, CHUNKS[r])))
        .orElseThrow();
  }

  private static List<CandidateId> best(World world, int prompt, int round, int k) {
    return world.drawn().stream()
        .filter(one -> one.id().prompt() == prompt && one.id().round() <= round)
        .sorted(Comparator.comparingDouble(one -> -one.u()))
        .limit(k)
        .map(Drawn::id)
        .toList();
  }

  private static List<CandidateId> winners(SearchState state) {
    return state.pool().best().stream().map(TopK.Entry::id).toList();
  }

  @Test
  void itStopsBehindTheKneeThatTheClosedFormSaysAndTheWinnersAreOfBeforeIt() {
    for (double a : new double[] {.4, .6, 1}) {
      int knee = best(a);
      World world = new World(1, (u, chance) -> u - a * Math.pow(u, POWER));
      List<SearchState> states = search(world);
      assertThat(drawn(states))
          .as("a knee at %d candidates", CHUNKS[knee])
          .isBetween(CHUNKS[knee] + 1L, 4L * CHUNKS[knee]);
      double lost = expected(a, CHUNKS[knee]) - expected(a, CHUNKS[kneeOf(world, states)]);
      assertThat(lost).isLessThan(.02);
    }
  }

  /** The one round up to which the best are everybody's winners. */
  private static int kneeOf(World world, List<SearchState> states) {
    List<Integer> rounds =
        IntStream.range(0, CHUNKS.length)
            .filter(
                r ->
                    IntStream.range(0, states.size())
                        .allMatch(p -> winners(states.get(p)).equals(best(world, p, r, 1))))
            .boxed()
            .toList();
    assertThat(rounds).isNotEmpty();
    return rounds.get(0);
  }

  @Test
  void severalWinnersAreOfBeforeTheKneeToo() {
    World world = new World(2, (u, chance) -> -u);
    List<SearchState> states = search(world, 3, PROMPTS);
    assertThat(drawn(states)).isEqualTo(5);
    for (SearchState state : states) {
      assertThat(winners(state)).isEqualTo(best(world, state.prompt().ordinal(), 0, 3)).hasSize(3);
    }
  }

  @Test
  void whereTheVerifiersAgreeAllIsSpentAndTheBestOfAllWins() {
    World world = new World(3, (u, chance) -> u + chance < 1 ? 0 : 1);
    List<SearchState> states = search(world);
    assertThat(drawn(states)).isEqualTo(CAP);
    for (SearchState state : states) {
      int all = CHUNKS.length;
      assertThat(winners(state)).isEqualTo(best(world, state.prompt().ordinal(), all, 1));
    }
  }

  /** Ten looks of one in forty each, which have most of their candidates in common. */
  @Test
  void chanceAloneStopsFew() {
    long stopped =
        IntStream.range(0, 60)
            .filter(
                w -> {
                  World world = new World(100 + w, (u, chance) -> chance < .5 ? 0 : 1);
                  return drawn(search(world, 1, PROMPTS.subList(0, 100))) < CAP;
                })
            .count();
    assertThat(stopped).isLessThanOrEqualTo(60 / 4);
  }

  @Test
  void fewPromptsTellNothing() {
    World world = new World(4, (u, chance) -> -u);
    assertThat(drawn(search(world, 1, PROMPTS.subList(0, StopAtKnee.FEWEST - 1)))).isEqualTo(CAP);
  }
}
