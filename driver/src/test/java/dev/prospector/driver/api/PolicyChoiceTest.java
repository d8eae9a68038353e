package dev.prospector.driver.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.budget.ExpectedImprovement;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.search.Waves;
import dev.prospector.executors.candidate.Prompt;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be spent across prompts, and in which waves. */
class PolicyChoiceTest {
  private static PlannedSearch plan(int prompts, Map<String, Object> settings) {
    SearchSpecBuilder spec = SearchSpec.builder().bundle("shapes-s").candidates(8);
    settings.forEach(spec::set);
    List<Prompt> all =
        IntStream.range(0, prompts)
            .mapToObj(p -> new Prompt(p, "p" + p, "a red circle", Map.of()))
            .toList();
    return new SearchPlanner(new Configuration()).plan(spec.build(), all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mean-candidates | 0.5 | mean-candidates was 0.5, expected a number from 1",
        "mean-candidates | 9 | mean-candidates was 9.0, expected at most 8.0, which candidates or budget allows a prompt",
        "total-budget | 30 | total-budget was 30 NFE, expected at least",
      })
  void whatNoPromptCouldSpendIsRefused(String key, double value, String complaint) {
    Object given = key.equals("total-budget") ? (Object) (long) value : (Object) value;
    assertThatThrownBy(() -> plan(4, Map.of(key, given)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void allThatPromptsMayHaveIsAMeanToo() {
    assertThat(plan(4, Map.of("mean-candidates", 8.0)).plan().policy())
        .isInstanceOf(ExpectedImprovement.class);
  }

  @ParameterizedTest
  @CsvSource({"199, false, 199", "200, true, 100", "3000, true, 1000"})
  void manyPromptsThatShareABudgetAreDealtBetweenTwoWaves(int prompts, boolean dealt, int first) {
    Waves waves = plan(prompts, Map.of("mean-candidates", 2.0)).plan().waves();
    assertThat(waves.dealt()).isEqualTo(dealt);
    List<Integer> all = IntStream.range(0, prompts).boxed().toList();
    assertThat(waves.of(all).get(0)).hasSize(first);
    assertThat(plan(prompts, Map.of()).plan().waves().dealt()).isFalse();
  }
}
