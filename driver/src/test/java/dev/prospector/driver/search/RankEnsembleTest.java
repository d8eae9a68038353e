package dev.prospector.driver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RankEnsembleTest {
  private static final RankEnsemble ENSEMBLE = new RankEnsemble(3);

  private static List<Scores> pool(int n, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Scores> pool = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      // Few different values, so that there are ties.
      pool.add(Scores.of(random.nextInt(6), random.nextInt(40), random.nextDouble()));
    }
    return pool;
  }

  @Test
  void valuesAreMinusMeanRanksAndTiesShareTheirs() {
    List<Scores> pool =
        List.of(Scores.of(3, 1, 9), Scores.of(2, 1, 8), Scores.of(2, 5, 7), Scores.of(1, 1, 6));
    assertThat(ENSEMBLE.values(pool))
        .containsExactly(
            -(1 + 3 + 1) / 3.0, -(2.5 + 3 + 2) / 3, -(2.5 + 1 + 3) / 3, -(4 + 3 + 4) / 3.0);
  }

  @Test
  void ranksAddUpToTheSameWhateverTheTies() {
    for (int seed = 0; seed < 50; seed++) {
      double sum = 0;
      for (double value : ENSEMBLE.values(pool(17, seed))) {
        sum -= value;
      }
      assertThat(sum).isCloseTo(17 * 18 / 2.0, within(1e-9));
    }
  }

  @Test
  void noIncreasingMapOfOneVerifiersScoresChangesAnything() {
    List<Scores> pool = pool(30, 1);
    List<Scores> stretched =
        pool.stream().map(s -> Scores.of(Math.exp(s.of(0)), s.of(1) * 1e6 - 5, s.of(2))).toList();
    assertThat(ENSEMBLE.values(stretched)).containsExactly(ENSEMBLE.values(pool));
  }

  /** The one has a rank sum of 11, the other of 12, in a pool of five that holds both. */
  @Test
  void ofTwoInAPoolTheOneWithTheBetterMeanRankIsPreferred() {
    int[][] ranks = {{5, 4, 3}, {2, 5, 4}, {4, 3, 1}, {1, 2, 2}, {3, 1, 5}};
    List<Scores> scores = new ArrayList<>();
    for (int[] rank : ranks) {
      scores.add(Scores.of(-rank[0], -rank[1], -rank[2]));
    }
    List<ScoredCandidate> all = ranked(scores);
    Pool pool = Pool.empty(ENSEMBLE, 1).plus(all);
    assertThat(pool.prefers(all.get(1), all.get(0))).isTrue();
    assertThat(pool.prefers(all.get(0), all.get(1))).isFalse();
  }

  /** By the definition: one more than are better, and half of the others that are as good. */
  @Test
  void valuesAgreeWithCountingWhoIsBetter() {
    List<Scores> pool = new ArrayList<>(pool(40, 3));
    pool.add(Scores.of(0.0, -0.0, 0.0));
    pool.add(Scores.of(-0.0, 0.0, -0.0));
    double[] values = ENSEMBLE.values(pool);
    for (int i = 0; i < values.length; i++) {
      double ranks = 0;
      for (int v = 0; v < 3; v++) {
        int verifier = v;
        double mine = pool.get(i).of(v);
        long above = pool.stream().filter(one -> one.of(verifier) > mine).count();
        long asGood = pool.stream().filter(one -> one.of(verifier) == mine).count();
        ranks += above + (1 + asGood) / 2.0;
      }
      assertThat(values[i]).isEqualTo(-ranks / 3);
    }
  }

  @Test
  void theOrderOfEvaluationDoesNotShow() {
    List<Scores> pool = pool(30, 2);
    List<Scores> reversed = new ArrayList<>(pool);
    Collections.reverse(reversed);
    double[] values = ENSEMBLE.values(pool);
    double[] back = ENSEMBLE.values(reversed);
    for (int i = 0; i < values.length; i++) {
      assertThat(back[values.length - 1 - i]).isEqualTo(values[i]);
    }
  }

  /**
   * Ranks within partitions are not the pool's: the trap that a distributed ensemble falls into.
   */
  @Test
  void poolsAreRankedAgainWhenTheyMerge() {
    int differing = 0;
    for (int seed = 0; seed < 40; seed++) {
      List<ScoredCandidate> all = ranked(pool(12, seed));
      Pool parted = Pool.empty(ENSEMBLE, 1).plus(all.subList(0, 6)).plus(all.subList(6, 12));
      Pool whole = Pool.empty(ENSEMBLE, 1).plus(all);
      assertThat(parted.best()).isEqualTo(whole.best());
      ScoredCandidate byParts =
          leader(List.of(leader(all.subList(0, 6)), leader(all.subList(6, 12))));
      differing += byParts.equals(whole.best().get(0).value()) ? 0 : 1;
    }
    assertThat(differing).as("pools where ranking by parts goes wrong").isPositive();
  }

  private static ScoredCandidate leader(List<ScoredCandidate> pool) {
    return ENSEMBLE.best(pool, 1).values().get(0);
  }

  private static List<ScoredCandidate> ranked(List<Scores> pool) {
    List<ScoredCandidate> ranked = new ArrayList<>();
    for (int i = 0; i < pool.size(); i++) {
      Candidate candidate =
          Candidate.whole(
              new CandidateId(0, 0, i),
              NoiseLineage.fresh(i),
              Landscape.space(2, 2, 1).whole(),
              Readout.IMAGE);
      ranked.add(new ScoredCandidate(candidate, pool.get(i), Features.NONE));
    }
    return ranked;
  }
}
