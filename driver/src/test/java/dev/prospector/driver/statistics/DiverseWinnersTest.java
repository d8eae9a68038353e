package dev.prospector.driver.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.search.Landscape;
import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.PessimisticEnsemble;
import dev.prospector.driver.search.Pool;
import dev.prospector.driver.search.RankEnsemble;
import dev.prospector.driver.search.ScoredCandidate;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SurvivorSelection;
import dev.prospector.driver.search.TopK.Entry;
import dev.prospector.driver.search.WeightedSum;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiverseWinnersTest {
  private static final int K = 4;

  static Stream<Objective> objectives() {
    return Stream.of(WeightedSum.ofOne(), new RankEnsemble(2), new PessimisticEnsemble(2, 1));
  }

  private static ScoredCandidate candidate(int i, Features features, double... scores) {
    Candidate candidate =
        Candidate.whole(
            new CandidateId(0, 0, i),
            NoiseLineage.fresh(i),
            Landscape.space(2, 2, 1).whole(),
            Readout.IMAGE);
    return new ScoredCandidate(candidate, Scores.of(scores), features);
  }

  private static List<ScoredCandidate> some(int n, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] features = Cases.unit(random, n, 8);
    List<ScoredCandidate> some = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      some.add(
          candidate(i, Features.of(features[i]), random.nextInt(20) / 4.0, random.nextGaussian()));
    }
    return some;
  }

  private static Pool pool(Objective objective, List<ScoredCandidate> some) {
    return new Pool(objective, K, DiverseWinners.HELD, List.of()).plus(some);
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void withoutWeightTheBestWinAsIfNoMoreWereHeld(Objective objective) {
    for (int seed = 0; seed < 20; seed++) {
      List<ScoredCandidate> some = some(100, seed);
      List<Entry<ScoredCandidate>> best = new Pool(objective, K, K, some).best();
      assertThat(pool(objective, some).best()).isEqualTo(best);
      assertThat(new DiverseWinners(0).winners(pool(objective, some))).isEqualTo(best);
    }
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void neitherRoundsNorOrderShow(Objective objective) {
    DiverseWinners selection = new DiverseWinners(0.7);
    int others = 0;
    for (int seed = 0; seed < 20; seed++) {
      List<ScoredCandidate> some = some(100, seed);
      List<Entry<ScoredCandidate>> winners = selection.winners(pool(objective, some));
      others += winners.equals(pool(objective, some).best()) ? 0 : 1;
      Collections.shuffle(some, new Random(seed));
      Pool byRounds = pool(objective, some.subList(0, 30));
      for (int round = 30; round < 100; round += 10) {
        byRounds = byRounds.plus(some.subList(round, round + 10));
      }
      assertThat(selection.winners(byRounds)).isEqualTo(winners);
    }
    assertThat(others).as("pools whose winners are not the best").isPositive();
  }

  @Test
  void ofCandidatesWhoseValuesAreTheirOwnTheBestAreHeld() {
    List<ScoredCandidate> some = some(100, 1);
    Pool pool = pool(WeightedSum.ofOne(), some);
    assertThat(pool.members())
        .isEqualTo(WeightedSum.ofOne().best(some, DiverseWinners.HELD).values());
    assertThat(pool(new RankEnsemble(2), some).members()).isEqualTo(some);
  }

  /**
   * Two alike and one at a right angle to both, which is worse than the second by less than w sd.
   */
  @Test
  void theWeightCountsStandardDeviations() {
    double[] scores = {1, 0.9, 0.5};
    double mean = 0.8;
    double sd = Math.sqrt((0.2 * 0.2 + 0.1 * 0.1 + 0.3 * 0.3) / 3);
    double turns = (scores[1] - scores[2]) / sd;
    for (DoubleUnaryOperator scale : List.<DoubleUnaryOperator>of(s -> s, s -> 1e4 * (s - mean))) {
      List<ScoredCandidate> some = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Features features = i < 2 ? Features.of(3, 0) : Features.of(0, 1);
        some.add(candidate(i, features, scale.applyAsDouble(scores[i])));
      }
      Pool pool = new Pool(WeightedSum.ofOne(), 2, DiverseWinners.HELD, some);
      assertThat(indices(new DiverseWinners(turns - 1e-6).winners(pool))).containsExactly(0, 1);
      assertThat(indices(new DiverseWinners(turns + 1e-6).winners(pool))).containsExactly(0, 2);
    }
  }

  /** What one of c survivors adds by differing from c − 1 counts as for one of k winners. */
  @ParameterizedTest
  @MethodSource("objectives")
  void survivorsOfALookAreChosenLikeWinners(Objective objective) {
    SearchSpace space = Landscape.space(2, 2, K).withObjective(objective);
    for (int seed = 0; seed < 20; seed++) {
      List<ScoredCandidate> some = some(DiverseWinners.HELD, seed);
      List<Entry<ScoredCandidate>> winners = new DiverseWinners(0.7).winners(pool(objective, some));
      assertThat(new DiverseSurvivors(0.7).keep(some, K, space))
          .isEqualTo(winners.stream().map(Entry::value).toList());
      int all = some.size();
      assertThat(new DiverseSurvivors(0.7).keep(some, all, space))
          .isEqualTo(SurvivorSelection.BEST.keep(some, all, space));
    }
    assertThat(new DiverseSurvivors(1).keep(List.of(), 2, space)).isEmpty();
  }

  @Test
  void aLookWithManySurvivorsWeighsAPairTheLess() {
    double[] scores = {1, 0.9, 0.8, 0.3};
    List<ScoredCandidate> some = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      some.add(candidate(i, i < 3 ? Features.of(1, 0) : Features.of(0, 1), scores[i]));
    }
    double sd = Math.sqrt(Arrays.stream(scores).map(s -> (s - .75) * (s - .75)).sum() / 4);
    // The last one differs from two others, at half the weight, and replaces the third.
    double turns = (scores[2] - scores[3]) / sd;
    SearchSpace space = Landscape.space(2, 2, 2);
    assertThat(new DiverseSurvivors(turns - 1e-6).keep(some, 3, space)).doesNotContain(some.get(3));
    assertThat(new DiverseSurvivors(turns + 1e-6).keep(some, 3, space))
        .containsExactly(some.get(0), some.get(1), some.get(3));
  }

  private static List<Integer> indices(List<Entry<ScoredCandidate>> winners) {
    return winners.stream().map(winner -> winner.id().index()).toList();
  }

  @Test
  void fewOrEqualOrUndirectedCandidatesAreNoTrouble() {
    DiverseWinners selection = new DiverseWinners(1);
    assertThat(selection.winners(pool(WeightedSum.ofOne(), List.of()))).isEmpty();
    List<ScoredCandidate> two = some(2, 1);
    Pool few = pool(WeightedSum.ofOne(), two);
    assertThat(selection.winners(few)).isEqualTo(few.best());
    List<ScoredCandidate> alike = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      alike.add(candidate(i, i < 5 ? Features.of(0, 0) : Features.of(Float.NaN, 1), 2));
    }
    assertThat(indices(selection.winners(pool(WeightedSum.ofOne(), alike))))
        .containsExactly(0, 1, 2, 3);
  }
}
