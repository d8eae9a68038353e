package dev.prospector.driver.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Leg.Branch;
import dev.prospector.executors.candidate.Leg.Renoise;
import dev.prospector.executors.candidate.NoiseLineage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegsJsonTest {

  @Test
  void whatIsReadEqualsWhatWasWritten() {
    List<Leg> legs =
        List.of(
            new Leg(14.6, 1.0 / 3, 50),
            new Leg(new Renoise(1.0 / 3, NoiseLineage.MAX_SEED), .89, .5, 12),
            new Leg(new Branch(NoiseLineage.MAX_SEED), .5, 0, 12));
    assertThat(LegsJson.read(LegsJson.write(legs))).isEqualTo(legs);
  }

  @Test
  void theFormIsTheDocumentedOne() {
    assertThat(
            LegsJson.write(
                List.of(
                    new Leg(1, .11, 12),
                    new Leg(new Renoise(.11, 7), .89, .5, 12),
                    new Leg(new Branch(8), .5, 0, 12))))
        .isEqualTo(
            "[{\"from\":1.0,\"to\":0.11,\"steps\":12},"
                + "{\"renoise\":{\"from\":0.11,\"seed\":7},\"from\":0.89,\"to\":0.5,\"steps\":12},"
                + "{\"branch\":{\"seed\":8},\"from\":0.5,\"to\":0.0,\"steps\":12}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | legs were [], expected one or more",
        "[{\"to\":0,\"steps\":1}] | legs key 'from' was null, expected a number",
        "[{\"branch\":{},\"from\":1,\"to\":0,\"steps\":1}] | legs key 'seed' was null, expected a number",
        "[{\"branch\":{\"seed\":-1},\"from\":1,\"to\":0,\"steps\":1}] | seed -1, expected 0 to 4294967295",
        "[{\"branch\":{\"seed\":1},\"renoise\":{\"seed\":1,\"from\":0},\"from\":1,\"to\":0,\"steps\":1}]"
            + " | expected renoise or branch",
        "[{\"renoise\":{\"seed\":1,\"from\":1},\"from\":1,\"to\":0,\"steps\":1}]"
            + " | re-noising from sigma 1.0 to 1.0",
      })
  void whatIsNoLegIsRefused(String json, String complaint) {
    assertThatThrownBy(() -> LegsJson.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }
}
