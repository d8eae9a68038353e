package dev.prospector.driver.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.driver.look.LookModel.Ends;
import dev.prospector.driver.look.LookModel.Evidence;
import dev.prospector.driver.look.LookModel.Look;
import dev.prospector.driver.look.LookModel.Scale;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LookModelFileTest {
  private static final LookModel MODEL =
      new LookModel(
          LookModel.FORMAT,
          new TreeMap<>(Map.of("steps", "12", "sampler", "euler")),
          200,
          3200,
          new Scale(0.1, 1 / 3.0),
          new Scale(-1, 0.5),
          new Ends(new TreeMap<>(Map.of("mean", 0.2)), -0.3, 0.6),
          List.of(
              new Look(
                  0.75,
                  new TreeMap<>(Map.of("look 1", 0.7, "category single", -1e-17)),
                  10,
                  0.4,
                  0.3,
                  new Evidence(0.8, 0.25, 0.96))));

  @Test
  void whatIsWrittenIsReadAgainToTheLastBit() {
    String pretty = LookModelFile.pretty(MODEL);
    assertThat(LookModelFile.read("looks.json", pretty)).isEqualTo(MODEL);
    String compact = LookModelFile.compact(MODEL);
    assertThat(compact).doesNotContain("\n");
    assertThat(LookModelFile.read("looks.json", compact)).isEqualTo(MODEL);
    assertThat(pretty).contains("\"good_kept\" : 0.96");
  }

  @Test
  void whatIsNoneIsRefusedInASentence() {
    refused("null", "looks.json: holds null, expected a look model");
    refused("{", "looks.json, line 1: can't be understood");
    refused(
        "{}", "line 1: can't be understood (key 'format' is missing or of another kind), expected");
    String pretty = LookModelFile.pretty(MODEL);
    refused(pretty.replace("\"format\" : 1", "\"format\" : 2"), "format 2 with 1 looks");
    refused(pretty.replace("\"variance\" : 0.3", "\"variance\" : 0"), "a look needs a level");
    refused(pretty.replace("\"look 1\" : 0.7", "\"look 1\" : \"much\""), "can't be understood");
  }

  private static void refused(String json, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LookModelFile.read("looks.json", json))
        .withMessageContaining(sentence)
        .withMessageStartingWith("looks.json");
  }

  @Test
  void conditionsNameTheModelTheSamplerAndTheVerifierWithItsOptions() throws IOException {
    SortedMap<String, String> conditions = conditions("match.temperature\":\"2", "12");
    assertThat(conditions)
        .isEqualTo(
            Map.of(
                "bundle", "shapes-s",
                "sha256 of the bundle's denoiser.pt", "ab",
                "sampler", "euler",
                "steps", "12",
                "guidance", "1.5",
                "verifier", "match",
                "verifier-options.match.temperature", "2"));
    assertThat(Conditions.difference(conditions, conditions)).isEmpty();
    assertThat(Conditions.difference(conditions, conditions("match.temperature\":\"3", "10")))
        .hasValue("steps 12 and not 10, verifier-options.match.temperature 2 and not 3");
    assertThat(conditions("match.api-key\":\"hush", "12").values()).doesNotContain("hush");
    assertThat(conditions("detector.x\":\"1", "12")).as("of one that only watches").hasSize(6);
  }

  private static SortedMap<String, String> conditions(String option, String steps)
      throws IOException {
    String json =
        """
        {"seed": 7, "sampler": "euler", "sampler-options": {}, "steps": %s, "guidance": 1.5,
         "verifier": "match", "verifier-options": {"%s"}}
        """;
    return Conditions.of(
        new JsonMapper().readTree(json.formatted(steps, option)),
        "shapes-s",
        Map.of("denoiser.pt", "ab"));
  }
}
