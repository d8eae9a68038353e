package dev.prospector.driver.curation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prospector.driver.curation.duplicate.Duplicates;
import dev.prospector.driver.curation.duplicate.PromptDuplicates;
import dev.prospector.driver.curation.fact.ReferenceSet;
import dev.prospector.driver.curation.selection.Selection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is optional counts by its value: a version follows from it. */
class SettingsJsonTest {
  private static JsonNode json(Object value) {
    return SettingsJson.of(Map.of("it", value)).path("it");
  }

  private static Duplicates duplicates(Optional<Integer> bits, Optional<Double> cosine) {
    return new Duplicates(
        true,
        bits,
        cosine,
        Duplicates.Method.EXACT,
        Duplicates.Prefer.SCORE,
        List.of(new ReferenceSet("benchmark", Optional.of("image"))));
  }

  @Test
  void valuesStandThere() {
    JsonNode found = json(duplicates(Optional.of(3), Optional.empty()));
    assertThat(found.path("bits").asInt()).isEqualTo(3);
    assertThat(found.path("cosine").isNull()).isTrue();
    assertThat(found.at("/against/0/column").asText()).isEqualTo("image");
    assertThat(json(new PromptDuplicates(Optional.of(.8))).path("similarity").asDouble())
        .isEqualTo(.8);
    Selection selection = new Selection(5, Selection.Method.GREEDY, .5, Optional.of("category"));
    assertThat(json(selection).path("by").asText()).isEqualTo("category");
  }

  @Test
  void anotherValueIsAnotherSetting() {
    assertThat(json(duplicates(Optional.of(3), Optional.of(.9))))
        .isNotEqualTo(json(duplicates(Optional.of(4), Optional.of(.9))))
        .isNotEqualTo(json(duplicates(Optional.of(3), Optional.of(.95))));
  }
}
