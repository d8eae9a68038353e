package dev.prospector.driver.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.NoiseLineage.Op;
import dev.prospector.executors.candidate.NoiseLineage.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineageJsonTest {

  @Test
  void whatIsReadEqualsWhatWasWritten() {
    NoiseLineage lineage = NoiseLineage.fresh(NoiseLineage.MAX_SEED);
    for (double cosine :
        new double[] {0.95, -1, 1, 1.0 / 3, Double.MIN_VALUE, Math.nextDown(1.0)}) {
      lineage = lineage.neighbour(7, cosine);
      assertThat(LineageJson.read(LineageJson.write(lineage))).isEqualTo(lineage);
    }
  }

  @Test
  void theFormIsTheDocumentedOne() {
    NoiseLineage near = NoiseLineage.fresh(42).neighbour(7, 0.95);
    assertThat(LineageJson.write(near))
        .isEqualTo(
            "[{\"op\":\"fresh\",\"seed\":42},"
                + "{\"op\":\"neighbour\",\"seed\":7,\"number\":0.95}]");
    List<Step> steps = new ArrayList<>(near.steps());
    steps.add(new Step(Op.NEIGHBOUR, 8, .5, List.of(0)));
    assertThat(LineageJson.write(NoiseLineage.of(steps)))
        .endsWith(",{\"op\":\"neighbour\",\"seed\":8,\"number\":0.5,\"parents\":[0]}]");
  }

  @Test
  void aChainOfAnyLengthIsWrittenAndRead() {
    NoiseLineage chain = NoiseLineage.fresh(0);
    for (int seed = 1; seed <= 100_000; seed++) {
      chain = chain.neighbour(seed, .95);
    }
    assertThat(LineageJson.read(LineageJson.write(chain)).equals(chain)).isTrue();
  }

  @Test
  void peopleMayWriteSpacesWholeNumbersAndEveryParent() {
    assertThat(
            LineageJson.read(
                " [ {\"seed\": 0, \"op\": \"fresh\"},"
                    + " {\"parents\": [0], \"number\": 1, \"seed\": 7, \"op\": \"neighbour\"} ]\n"))
        .isEqualTo(NoiseLineage.fresh(0).neighbour(7, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | lineage was empty, expected a list of steps such as",
        "[] | lineage was [], expected a list of steps",
        "42 | lineage was 42, expected a list of steps",
        "{\"type\":\"fresh\",\"seed\":42} | lineage was {\"type\":\"fresh\",\"seed\":42}, expected a list",
        "[{\"op\":\"fresh\" | lineage can't be understood: ",
        "[{\"op\":\"fresh\",\"seed\":1}] x | lineage can't be understood: ",
        "[{\"op\":\"fresh\",\"seed\":1,\"seed\":2}] | lineage can't be understood: it has the key 'seed' twice",
        "[1] | lineage step 0 was 1, expected an object such as {\"op\":\"fresh\",\"seed\":42}",
        "[{\"seed\":1}] | lineage step 0: key 'op' is missing, expected fresh or neighbour",
        "[{\"op\":\"old\",\"seed\":1}] | lineage step 0: key 'op' was \"old\", expected fresh or neighbour",
        "[{\"op\":\"fresh\"}] | lineage step 0: key 'seed' is missing, expected an integer from 0 to 4294967295",
        "[{\"op\":\"fresh\",\"seed\":-1}] | lineage step 0: key 'seed' was -1",
        "[{\"op\":\"fresh\",\"seed\":4294967296}] | lineage step 0: key 'seed' was 4294967296",
        "[{\"op\":\"fresh\",\"seed\":18446744073709551617}] | key 'seed' was 18446744073709551617",
        "[{\"op\":\"fresh\",\"seed\":1.5}] | lineage step 0: key 'seed' was 1.5",
        "[{\"op\":\"fresh\",\"seed\":\"1\"}] | lineage step 0: key 'seed' was \"1\"",
        "[{\"op\":\"fresh\",\"seed\":1,\"number\":0}] | key 'number' is unknown, expected one of op, seed",
        "[{\"op\":\"neighbour\",\"seed\":1,\"number\":0.9}]"
            + " | lineage step 0: key 'parents' is missing, expected 1 of the 0 steps before it",
        "[{\"op\":\"fresh\",\"seed\":1},{\"op\":\"neighbour\",\"sed\":1,\"seed\":1,\"number\":0.9}]"
            + " | lineage step 1: key 'sed' is unknown, expected one of number, op, parents, seed",
        "[{\"op\":\"fresh\",\"seed\":1},{\"op\":\"neighbour\",\"seed\":1}]"
            + " | lineage step 1: key 'number' is missing, expected a number from -1 to 1",
        "[{\"op\":\"fresh\",\"seed\":1},{\"op\":\"neighbour\",\"seed\":1,\"number\":1.1}]"
            + " | lineage step 1: key 'number' was 1.1, expected a number from -1 to 1",
      })
  void everyComplaintNamesTheStepTheKeyWhatWasFoundAndWhatWasExpected(
      String json, String complaint) {
    assertThatThrownBy(() -> LineageJson.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "[1]", "[-1]", "[0,0]", "[\"0\"]", "[0.5]", "0", "{\"a\":0}", "null"})
  void parentsAreStepsBeforeIt(String parents) {
    String near = "{\"op\":\"neighbour\",\"seed\":1,\"number\":0.9,\"parents\":" + parents + "}";
    assertThatThrownBy(() -> LineageJson.read("[{\"op\":\"fresh\",\"seed\":1}," + near + "]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "lineage step 1: key 'parents' was %s, expected 1 of the 1 steps before it"
                .formatted(parents));
  }
}
