package dev.prospector.driver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTargetTest {

  private record Image(CandidateId id, Scores scores) implements Contender {}

  /** Two verifiers' scores, by index. */
  private static List<Image> pool(double[]... scores) {
    List<Image> pool = new ArrayList<>();
    for (double[] one : scores) {
      pool.add(new Image(new CandidateId(0, 0, pool.size()), Scores.of(one)));
    }
    return pool;
  }

  @Test
  void whatUsersTypeIsWhoDecidesAndHow() {
    assertThat(SearchTarget.parse(" detector "))
        .isEqualTo(new SearchTarget(List.of("detector"), WeightedSum.ofOne(), Optional.empty()));
    assertThat(SearchTarget.parse("ensemble(a, b ,c)"))
        .isEqualTo(new SearchTarget(List.of("a", "b", "c"), new RankEnsemble(3), Optional.empty()));
    assertThat(SearchTarget.parse("pessimistic(a, b ,c)"))
        .isEqualTo(
            new SearchTarget(
                List.of("a", "b", "c"), new PessimisticEnsemble(3, 1), Optional.empty()));
    assertThat(SearchTarget.parse("pessimistic(a,b: 0.5 )"))
        .isEqualTo(
            new SearchTarget(List.of("a", "b"), new PessimisticEnsemble(2, 0.5), Optional.empty()));
    assertThat(SearchTarget.parse("sum(a:0.7, b , c:-1)"))
        .isEqualTo(
            new SearchTarget(
                List.of("a", "b", "c"),
                new WeightedSum(List.of(0.7, 1.0, -1.0)),
                Optional.empty()));
    assertThat(SearchTarget.parse("is"))
        .isEqualTo(new SearchTarget(List.of(), new NoObjective(), Optional.of(Oracle.IS)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ensemble(a) | an ensemble of two verifiers or more",
        "ensemble(a:1,b) | 'name' or, in a sum, 'name:weight'",
        "sum(a:1:2,b) | 'name' or, in a sum, 'name:weight'",
        "sum(a:x,b:1) | a number for a weight, not 'x'",
        "sum(a:NaN) | a number for a weight, not 'NaN'",
        "sum(a:1,a:2) | each verifier once",
        "pessimistic(a:2) | an ensemble of two verifiers or more",
        "pessimistic(a:2,b) | names, and k behind the last, as in pessimistic(a,b:1)",
        "pessimistic(a,b:x) | a number of 0 or more for k, not 'x'",
        "pessimistic(a,b:-1) | a number of 0 or more for k, not '-1'",
        "pessimistic(a,b:Infinity) | a number of 0 or more for k, not 'Infinity'",
        "pessimistic(a,a) | each verifier once",
      })
  void whatCannotBeMeantIsTold(String text, String expected) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SearchTarget.parse(text))
        .withMessage(expected);
  }

  /** Opposite weights lead to opposite images, and an ensemble to a third. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a | 0",
        "sum(a:1,b:-1) | 0",
        "sum(a:-1,b:1) | 4",
        "ensemble(a,b) | 2",
        "pessimistic(a,b) | 2",
      })
  void theTargetDecidesWhoLeads(String text, int leader) {
    List<Image> pool =
        pool(
            new double[] {9, 1},
            new double[] {8, 2},
            new double[] {7, 6},
            new double[] {3, 5},
            new double[] {1, 7});
    TopK<Image> best = SearchTarget.parse(text).objective().best(pool, 2);
    assertThat(best.values().get(0).id().index()).isEqualTo(leader);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a", "sum(a:1,b:-1)", "ensemble(a,b)", "pessimistic(a,b)"})
  void ofEqualsTheFirstNamedLeads(String text) {
    List<Image> pool = pool(new double[] {1, 1}, new double[] {2, 2}, new double[] {2, 2});
    List<Image> reversed = List.of(pool.get(2), pool.get(1));
    Objective objective = SearchTarget.parse(text).objective();
    assertThat(objective.best(reversed, 1).values()).containsExactly(pool.get(1));
  }
}
