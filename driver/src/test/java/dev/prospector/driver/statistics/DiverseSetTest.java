package dev.prospector.driver.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against the enumeration of all subsets. */
class DiverseSetTest {
  private static final int M = 9;
  private static final double ROUNDING = 1e-9;

  /** Things in descending order of worth, and how much they differ. */
  private static final class Things {
    private final double[] u;
    private final double[][] b;
    private final double w;

    private Things(double[] u, double[][] b, double w) {
      this.u = u;
      this.b = b;
      this.w = w;
    }

    static Things some(int seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] u = random.doubles(M, -2, 2).map(x -> -x).sorted().map(x -> -x).toArray();
      double[][] b = CosineKernel.of(Cases.unit(random, M, 3));
      for (double[] row : b) {
        Arrays.setAll(row, j -> 1 - row[j]);
      }
      return new Things(u, b, 2 * random.nextDouble());
    }

    double f(int... set) {
      double sum = 0;
      for (int i : set) {
        sum += u[i];
        for (int j : set) {
          sum += i < j ? w * b[i][j] : 0;
        }
      }
      return sum;
    }

    int[] choose(int k) {
      return DiverseSet.choose(u, b, w, k);
    }

    double most(int k) {
      return IntStream.range(0, 1 << M)
          .filter(bits -> Integer.bitCount(bits) == k)
          .mapToDouble(bits -> f(IntStream.range(0, M).filter(i -> (bits >> i & 1) > 0).toArray()))
          .max()
          .orElseThrow();
    }

    /** Without exchange. */
    double greedy(int k) {
      int[] set = {};
      for (int n = 0; n < k; n++) {
        int[] before = set;
        int[] best = null;
        for (int c = 0; c < M; c++) {
          int[] with = IntStream.concat(Arrays.stream(before), IntStream.of(c)).toArray();
          int next = c;
          boolean isNew = Arrays.stream(before).noneMatch(one -> one == next);
          if (isNew && (best == null || f(with) > f(best))) {
            best = with;
          }
        }
        set = best;
      }
      return f(set);
    }
  }

  @Test
  void itIsAtLeastWhatGreedyChoosesAndAtMostTheBestOfAllSubsets() {
    int better = 0;
    for (int seed = 0; seed < 100; seed++) {
      Things things = Things.some(seed);
      for (int k = 1; k <= 5; k++) {
        double f = things.f(things.choose(k));
        double greedy = things.greedy(k);
        assertThat(f).isBetween(greedy - ROUNDING, things.most(k) + ROUNDING);
        better += f > greedy + ROUNDING ? 1 : 0;
      }
    }
    assertThat(better).as("sets that exchange made better").isPositive();
  }

  /** For one, and for all but one, every other set is an exchange away. */
  @Test
  void whereEverySetIsAnExchangeAwayItIsTheBest() {
    for (int seed = 0; seed < 100; seed++) {
      Things things = Things.some(seed);
      for (int k : new int[] {1, M - 1, M, M + 3}) {
        int[] set = things.choose(k);
        assertThat(set).hasSize(Math.min(k, M)).isSorted().doesNotHaveDuplicates();
        assertThat(things.f(set)).isCloseTo(things.most(Math.min(k, M)), within(ROUNDING));
      }
    }
  }

  @Test
  void noExchangeMakesItBetter() {
    for (int seed = 0; seed < 100; seed++) {
      Things things = Things.some(seed);
      int[] set = things.choose(4);
      for (int out = 0; out < set.length; out++) {
        for (int in = 0; in < M; in++) {
          int[] other = set.clone();
          other[out] = in;
          if (Arrays.stream(other).distinct().count() == other.length) {
            assertThat(things.f(other)).isLessThanOrEqualTo(things.f(set) + ROUNDING);
          }
        }
      }
    }
  }

  /** The sum is then modular. */
  @Test
  void whereDifferingIsWorthNothingTheFirstAreChosenTiesToo() {
    for (int seed = 0; seed < 20; seed++) {
      Things things = Things.some(seed);
      double[] tied = Arrays.stream(things.u).map(Math::rint).toArray();
      for (int k = 1; k <= M; k++) {
        int[] first = IntStream.range(0, k).toArray();
        assertThat(DiverseSet.choose(things.u, things.b, 0, k)).containsExactly(first);
        assertThat(DiverseSet.choose(tied, things.b, 0, k)).containsExactly(first);
      }
    }
  }

  /** Three kinds, of which the first has the best three. */
  @Test
  void whereDifferingIsWorthMuchEveryKindIsThere() {
    double[] u = {1, 0.9, 0.8, 0.3, 0.2, 0.1};
    int[] kinds = {0, 0, 0, 1, 1, 2};
    double[][] b = new double[6][6];
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        b[i][j] = kinds[i] == kinds[j] ? 0 : 1;
      }
    }
    assertThat(DiverseSet.choose(u, b, 0.1, 3)).containsExactly(0, 1, 2);
    assertThat(DiverseSet.choose(u, b, 1, 3)).containsExactly(0, 3, 5);
  }

  @Test
  void theOrderInWhichTheyComeDoesNotShow() {
    for (int seed = 0; seed < 50; seed++) {
      Things things = Things.some(seed);
      List<Integer> order = new ArrayList<>(IntStream.range(0, M).boxed().toList());
      Collections.shuffle(order, new Random(seed));
      double[] u = order.stream().mapToDouble(i -> things.u[i]).toArray();
      double[][] b = new double[M][M];
      for (int i = 0; i < M; i++) {
        int row = i;
        Arrays.setAll(b[i], j -> things.b[order.get(row)][order.get(j)]);
      }
      int[] set = DiverseSet.choose(u, b, things.w, 4);
      assertThat(Arrays.stream(set).map(order::get).sorted().toArray())
          .containsExactly(things.choose(4));
    }
  }
}
