package dev.prospector.driver.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BestOfTest {
  private static final double[] SCORES = {.3, -1, .3, 2, 0, .3};
  private static final double[] OTHERS = {5, 1, 7, -2, 0, 1};

  private static List<List<Integer>> permutations(List<Integer> of) {
    if (of.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Integer>> all = new ArrayList<>();
    for (Integer first : of) {
      List<Integer> rest = new ArrayList<>(of);
      rest.remove(first);
      for (List<Integer> after : permutations(rest)) {
        List<Integer> one = new ArrayList<>(List.of(first));
        one.addAll(after);
        all.add(one);
      }
    }
    return all;
  }

  /** The mean over all orders of what the best of the first j has, of equals the first. */
  private static double enumerated(double[] h, int j) {
    List<List<Integer>> orders = permutations(List.of(0, 1, 2, 3, 4, 5));
    double sum = 0;
    for (List<Integer> order : orders) {
      int best = order.get(0);
      for (int i : order.subList(1, j)) {
        best = SCORES[i] > SCORES[best] ? i : best;
      }
      sum += h[best];
    }
    return sum / orders.size();
  }

  @Test
  void itIsTheMeanOverAllSubsets() {
    BestOf bestOf = new BestOf(SCORES);
    for (int j = 1; j <= SCORES.length; j++) {
      assertThat(bestOf.expected(j)).isCloseTo(enumerated(SCORES, j), within(1e-12));
    }
  }

  @Test
  void soIsWhatAnotherScoreSaysOfTheBest() {
    BestOf bestOf = new BestOf(SCORES);
    for (int j = 1; j <= SCORES.length; j++) {
      assertThat(bestOf.expected(j, i -> OTHERS[i]))
          .isCloseTo(enumerated(OTHERS, j), within(1e-12));
    }
  }

  @Test
  void ofSharesItIsPassAtK() {
    double[] right = {1, 0, 0, 1, 0, 0, 0, 1, 0, 0};
    BestOf bestOf = new BestOf(right);
    double allWrong = 1;
    for (int j = 1; j <= 10; j++) {
      allWrong *= Math.max(0, 7.0 - (j - 1)) / (10 - (j - 1)); // C(7, j) / C(10, j)
      assertThat(bestOf.expected(j)).isCloseTo(1 - allWrong, within(1e-12));
    }
  }

  @Test
  void weightsOfManyAreNumbersToo() {
    for (int j : new int[] {1, 2, 500, 5000, 9999, 10_000}) {
      double[] weights = BestOf.weights(10_000, j);
      assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-9));
      assertThat(Arrays.stream(weights)).allMatch(weight -> weight >= 0);
    }
  }

  @Test
  void moreThanThereAreAreRefused() {
    assertThatThrownBy(() -> new BestOf(SCORES).expected(7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("best of 7, expected 1 to 6");
  }
}
