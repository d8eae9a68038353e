package dev.prospector.driver.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.PessimisticEnsemble;
import dev.prospector.driver.search.RankEnsemble;
import dev.prospector.driver.search.WeightedSum;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubsetLeadersTest {
  /** No verifier agrees with the other; nobody ties in any company. */
  private static final double[][] SCORES = {
    {.1, .93}, {.35, .61}, {.52, .4}, {.6, .45}, {.81, .12}, {.97, .05}, {.2, .3}
  };

  private static Draws draws(String id) {
    return new Draws(
        id, IntStream.range(0, SCORES.length).mapToObj(i -> Scores.of(SCORES[i])).toList());
  }

  private static double h(int candidate) {
    return candidate * candidate;
  }

  /** The mean over all subsets of j of h of their best, of equals on average. */
  private static double enumerated(Objective objective, int j) {
    double sum = 0;
    int subsets = 0;
    for (int subset = 0; subset < 1 << SCORES.length; subset++) {
      if (Integer.bitCount(subset) == j) {
        int chosen = subset;
        List<Integer> members =
            IntStream.range(0, SCORES.length).filter(i -> (chosen >> i & 1) == 1).boxed().toList();
        double[] values =
            objective.values(members.stream().map(i -> Scores.of(SCORES[i])).toList());
        double most = Arrays.stream(values).max().orElseThrow();
        sum +=
            IntStream.range(0, j)
                .filter(i -> values[i] == most)
                .mapToDouble(i -> h(members.get(i)))
                .average()
                .orElseThrow();
        subsets++;
      }
    }
    return sum / subsets;
  }

  @Test
  void onAverageItIsTheMeanOverAllSubsets() {
    for (Objective objective : List.of(new RankEnsemble(2), new PessimisticEnsemble(2, .5))) {
      for (int j = 1; j <= SCORES.length; j++) {
        List<Double> told = new ArrayList<>();
        for (int prompt = 0; prompt < 500; prompt++) {
          told.add(Leaders.of(objective, draws("p" + prompt)).expected(j, SubsetLeadersTest::h));
        }
        double mean = told.stream().mapToDouble(one -> one).average().orElseThrow();
        double square = told.stream().mapToDouble(one -> (one - mean) * (one - mean)).sum();
        double error = Math.sqrt(square / 499 / 500);
        assertThat(mean)
            .as("%s, %d", objective, j)
            .isCloseTo(enumerated(objective, j), within(4 * error + 1e-9));
      }
    }
  }

  @Test
  void theLeaderOfAnOrdersFirstIsThatOfTheirPool() {
    Objective objective = new RankEnsemble(2);
    Leaders leaders = Leaders.of(objective, draws("p"));
    // Ranks of 0, 4 and 1: 3 + 1, 1 + 3, 2 + 2: all are equal, so the first of the order leads.
    assertThat(leaders.first(new int[] {4, 0, 1, 2, 3, 5, 6}, 3)).isEqualTo(4);
    assertThat(leaders.first(new int[] {1, 4, 0, 2, 3, 5, 6}, 3)).isEqualTo(1);
    // 6 is worse than 1 by both.
    assertThat(leaders.first(new int[] {6, 1, 0, 2, 3, 4, 5}, 2)).isEqualTo(1);
  }

  @Test
  void whereNoCompanyCountsItIsTheOrderStatistic() {
    assertThat(Leaders.of(new WeightedSum(List.of(.5, 1.0)), draws("p")))
        .isInstanceOf(Leaders.OfOwnValue.class);
  }
}
