package dev.prospector.driver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PessimisticEnsembleTest {
  private static final double ROUNDING = 1e-9;

  private record Image(CandidateId id, Scores scores) implements Contender {}

  private static List<Scores> pool(int n, int members, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Scores> pool = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double[] scores = new double[members];
      for (int j = 0; j < members; j++) {
        scores[j] = random.nextGaussian(10 * j, 1 + j);
      }
      pool.add(Scores.of(scores));
    }
    return pool;
  }

  /** A member's scores of mean 0 and population deviation 1 are their own standardisation. */
  @Test
  void isTheMeanLessDeviationsOfWhatIsStandardisedAlready() {
    double r = Math.sqrt(1.5);
    List<Scores> pool = List.of(Scores.of(-r, r, 0), Scores.of(0, 0, r), Scores.of(r, -r, -r));
    double[] values = new PessimisticEnsemble(3, 0.5).values(pool);
    assertThat(values[0]).isCloseTo(0 - 0.5 * 1, within(ROUNDING));
    assertThat(values[1]).isCloseTo(r / 3 - 0.5 * Math.sqrt(2) * r / 3, within(ROUNDING));
    assertThat(values[2]).isCloseTo(-r / 3 - 0.5 * Math.sqrt(8) * r / 3, within(ROUNDING));
  }

  /** Of two numbers mean and deviation are half of their sum and of their distance. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void ofTwoMembersLessOneDeviationIsTheSmaller(int seed) {
    List<Scores> pool = pool(20, 2, seed);
    double[] mean = new PessimisticEnsemble(2, 0).values(pool);
    double[] smaller = new PessimisticEnsemble(2, 1).values(pool);
    double[] less = new PessimisticEnsemble(2, 2).values(pool);
    double[][] z = new double[2][];
    for (int j = 0; j < 2; j++) {
      int member = j;
      double[] r = pool.stream().mapToDouble(scores -> scores.of(member)).toArray();
      double m = Arrays.stream(r).average().orElseThrow();
      double sd = Math.sqrt(Arrays.stream(r).map(x -> (x - m) * (x - m)).average().orElseThrow());
      z[j] = Arrays.stream(r).map(x -> (x - m) / sd).toArray();
    }
    for (int i = 0; i < 20; i++) {
      assertThat(smaller[i]).isCloseTo(Math.min(z[0][i], z[1][i]), within(ROUNDING));
      assertThat(mean[i]).isCloseTo((z[0][i] + z[1][i]) / 2, within(ROUNDING));
      assertThat(mean[i] - less[i]).isCloseTo(2 * (mean[i] - smaller[i]), within(ROUNDING));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1, 3})
  void noMembersScaleOrZeroChangesAnything(double k) {
    List<Scores> pool = pool(30, 3, 7);
    List<Scores> moved =
        pool.stream().map(s -> Scores.of(s.of(0) * 1e6 - 5, s.of(1), s.of(2) / 128 + 3)).toList();
    PessimisticEnsemble ensemble = new PessimisticEnsemble(3, k);
    double[] expected = ensemble.values(pool);
    double[] values = ensemble.values(moved);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isCloseTo(expected[i], within(1e-6));
    }
  }

  /** The mean of what is standardised is 0 over the pool, and deviations only take from it. */
  @Test
  void onTheWholeItIsNeverMoreThanNothing() {
    for (int seed = 0; seed < 20; seed++) {
      List<Scores> pool = pool(15, 4, seed);
      double mean = Arrays.stream(new PessimisticEnsemble(4, 0).values(pool)).sum();
      assertThat(mean).isCloseTo(0, within(ROUNDING));
      assertThat(Arrays.stream(new PessimisticEnsemble(4, 1).values(pool)).sum()).isNegative();
    }
  }

  /** By the mean it wins, which is how a search finds one judge's blind spot. */
  @Test
  void whatOneJudgeLovesAloneLoses() {
    List<Image> pool = new ArrayList<>();
    double[][] scores = {{9, 0.2, 0.2}, {5, 0.25, 0.25}, {1, 0, 0.35}, {1, 0.35, 0}};
    for (double[] one : scores) {
      pool.add(new Image(new CandidateId(0, 0, pool.size()), Scores.of(one)));
    }
    assertThat(leader(pool, 0)).isEqualTo(0);
    assertThat(leader(pool, 1)).isEqualTo(1);
  }

  private static int leader(List<Image> pool, double k) {
    return new PessimisticEnsemble(3, k).best(pool, 1).values().get(0).id().index();
  }

  @Test
  void whoJudgesAllAlikeSaysNothing() {
    List<Scores> pool = List.of(Scores.of(0.1, 3), Scores.of(0.1, 5), Scores.of(0.1, 4));
    double r = Math.sqrt(1.5);
    assertThat(new PessimisticEnsemble(2, 1).values(pool))
        .containsExactly(new double[] {-r, 0, 0}, within(ROUNDING));
    assertThat(new PessimisticEnsemble(2, 1).values(pool.subList(0, 1))).containsExactly(0);
    assertThat(new PessimisticEnsemble(2, 1).values(List.of())).isEmpty();
  }

  @Test
  void theOrderOfEvaluationDoesNotShow() {
    List<Scores> pool = pool(40, 3, 2);
    double[] values = new PessimisticEnsemble(3, 1).values(pool);
    List<Integer> order = new ArrayList<>(IntStream.range(0, 40).boxed().toList());
    Collections.shuffle(order, new java.util.Random(1));
    double[] shuffled =
        new PessimisticEnsemble(3, 1).values(order.stream().map(pool::get).toList());
    for (int i = 0; i < shuffled.length; i++) {
      assertThat(shuffled[i]).isEqualTo(values[order.get(i)]);
    }
  }

  @Test
  void whatItCannotBeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PessimisticEnsemble(1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new PessimisticEnsemble(2, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new PessimisticEnsemble(2, Double.NaN));
  }
}
