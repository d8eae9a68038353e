package dev.prospector.driver.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.forecast.Draws;
import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.PessimisticEnsemble;
import dev.prospector.driver.search.RankEnsemble;
import dev.prospector.driver.search.WeightedSum;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExpectedWinnerTest {
  private static final List<Scores> POOL =
      List.of(
          Scores.of(.3, 2, 1),
          Scores.of(-1, .5, 0),
          Scores.of(.7, -.5, 1),
          Scores.of(2, .1, 0),
          Scores.of(0, 1.5, 0),
          Scores.of(.4, .9, 1));

  private static List<List<Integer>> subsets(int n, int from) {
    if (n == 0) {
      return List.of(List.of());
    }
    List<List<Integer>> all = new ArrayList<>();
    for (int i = from; i < POOL.size(); i++) {
      for (List<Integer> rest : subsets(n - 1, i + 1)) {
        List<Integer> one = new ArrayList<>(List.of(i));
        one.addAll(rest);
        all.add(one);
      }
    }
    return all;
  }

  /** What each subset's winner has, by the objective's values within the subset. */
  private static List<double[]> winners(Objective objective, int n) {
    List<double[]> winners = new ArrayList<>();
    for (List<Integer> subset : subsets(n, 0)) {
      List<Scores> scores = subset.stream().map(POOL::get).toList();
      double[] values = objective.values(scores);
      int best = 0;
      for (int i = 1; i < n; i++) {
        best = values[i] > values[best] ? i : best;
      }
      Scores won = scores.get(best);
      winners.add(new double[] {values[best], won.of(0), won.of(1), won.of(2)});
    }
    return winners;
  }

  private static double mean(List<double[]> rows, int column) {
    return rows.stream().mapToDouble(row -> row[column]).average().orElseThrow();
  }

  private static double deviation(List<double[]> rows, int column) {
    double mean = mean(rows, column);
    return Math.sqrt(
        rows.stream().mapToDouble(row -> Math.pow(row[column] - mean, 2)).average().orElseThrow());
  }

  @Test
  void ofAScoreOrASumItIsTheMeanOverAllSubsets() {
    for (Objective objective : List.of(WeightedSum.ofOne(), new WeightedSum(List.of(.5, 2.0)))) {
      for (int n = 1; n <= POOL.size(); n++) {
        double[] expected = new ExpectedWinner(new Draws("a", POOL), objective).of(n);
        List<double[]> winners = winners(objective, n);
        for (int column = 0; column < expected.length; column++) {
          assertThat(expected[column]).isCloseTo(mean(winners, column), within(1e-12));
        }
      }
    }
  }

  @Test
  void ofAnEnsembleItIsExactWhereAllSubsetsAreSeen() {
    for (Objective objective : List.of(new RankEnsemble(2), new PessimisticEnsemble(2, 1))) {
      for (int n : new int[] {1, POOL.size()}) {
        double[] expected = new ExpectedWinner(new Draws("a", POOL), objective).of(n);
        List<double[]> winners = winners(objective, n);
        for (int column = 0; column < expected.length; column++) {
          assertThat(expected[column]).isCloseTo(mean(winners, column), within(1e-12));
        }
      }
    }
  }

  /** Over many prompts with the same candidates each of which has orders of its own. */
  @Test
  void ofAnEnsembleItHasNoBiasWhereSomeAreSeen() {
    Objective objective = new RankEnsemble(2);
    int prompts = 400;
    for (int n = 2; n < POOL.size(); n++) {
      int size = n;
      List<double[]> estimates =
          IntStream.range(0, prompts)
              .mapToObj(p -> new ExpectedWinner(new Draws("p" + p, POOL), objective).of(size))
              .toList();
      List<double[]> winners = winners(objective, n);
      for (int column = 0; column < 4; column++) {
        double error = deviation(estimates, column) / Math.sqrt(prompts);
        assertThat(mean(estimates, column))
            .isCloseTo(mean(winners, column), within(4 * error + 1e-12));
      }
    }
  }

  @Test
  void moreThanThereAreIsRefused() {
    for (Objective objective : List.of(WeightedSum.ofOne(), new RankEnsemble(2))) {
      assertThatThrownBy(() -> new ExpectedWinner(new Draws("a", POOL), objective).of(7))
          .hasMessage("best of 7, expected 1 to 6");
    }
  }
}
