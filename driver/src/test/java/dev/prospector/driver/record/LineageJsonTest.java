package dev.prospector.driver.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.NoiseLineage.Fresh;
import dev.prospector.executors.candidate.NoiseLineage.Neighbour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineageJsonTest {

  @Test
  void whatIsReadEqualsWhatWasWritten() {
    NoiseLineage lineage = new Fresh(NoiseLineage.MAX_SEED);
    for (double cosine :
        new double[] {0.95, -1, 1, 1.0 / 3, Double.MIN_VALUE, Math.nextDown(1.0)}) {
      lineage = new Neighbour(lineage, 7, cosine);
      assertThat(LineageJson.read(LineageJson.write(lineage))).isEqualTo(lineage);
    }
  }

  @Test
  void theFormIsTheDocumentedOne() {
    assertThat(LineageJson.write(new Neighbour(new Fresh(42), 7, 0.95)))
        .isEqualTo(
            "{\"type\":\"neighbour\",\"pivot\":{\"type\":\"fresh\",\"seed\":42},"
                + "\"seed\":7,\"cosine\":0.95}");
  }

  @Test
  void peopleMayWriteSpacesAndWholeNumbers() {
    assertThat(
            LineageJson.read(
                " { \"cosine\": 1, \"seed\": 7, \"type\": \"neighbour\","
                    + " \"pivot\": {\"type\": \"fresh\", \"seed\": 0} }\n"))
        .isEqualTo(new Neighbour(new Fresh(0), 7, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | lineage was empty, expected an object",
        "[1] | lineage was [1], expected an object",
        "42 | lineage was 42, expected an object",
        "{\"type\":\"fresh\" | lineage is not JSON",
        "{\"type\":\"fresh\",\"seed\":1} x | lineage is not JSON",
        "{\"type\":\"fresh\",\"seed\":1,\"seed\":2} | Duplicate field 'seed'",
        "{\"seed\":1} | lineage key 'type' is missing, expected fresh or neighbour",
        "{\"type\":\"old\",\"seed\":1} | lineage key 'type' was \"old\", expected fresh or neighbour",
        "{\"type\":\"fresh\"} | lineage key 'seed' is missing, expected an integer from 0 to 4294967295",
        "{\"type\":\"fresh\",\"seed\":-1} | lineage key 'seed' was -1",
        "{\"type\":\"fresh\",\"seed\":4294967296} | lineage key 'seed' was 4294967296",
        "{\"type\":\"fresh\",\"seed\":1.5} | lineage key 'seed' was 1.5",
        "{\"type\":\"fresh\",\"seed\":\"1\"} | lineage key 'seed' was \"1\"",
        "{\"type\":\"fresh\",\"seed\":1,\"sed\":1} | lineage key 'sed' is unknown, expected one of seed, type",
        "{\"type\":\"neighbour\",\"seed\":1,\"cosine\":0.9} | lineage key 'pivot' is missing",
        "{\"type\":\"neighbour\",\"pivot\":3,\"seed\":1,\"cosine\":0.9} | lineage key 'pivot' was 3",
        "{\"type\":\"neighbour\",\"pivot\":{\"type\":\"fresh\",\"seed\":-2},\"seed\":1,\"cosine\":0.9}"
            + " | lineage key 'pivot.seed' was -2",
        "{\"type\":\"neighbour\",\"pivot\":{\"type\":\"fresh\",\"seed\":2},\"seed\":1,\"cosine\":1.1}"
            + " | lineage key 'cosine' was 1.1, expected a number from -1 to 1",
      })
  void everyComplaintNamesTheKeyWhatWasFoundAndWhatWasExpected(String json, String complaint) {
    assertThatThrownBy(() -> LineageJson.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }
}
