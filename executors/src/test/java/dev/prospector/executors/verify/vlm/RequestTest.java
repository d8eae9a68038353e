package dev.prospector.executors.verify.vlm;

import static dev.prospector.executors.verify.vlm.GraderServer.grade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RequestTest {
  @TempDir Path directory;

  private static Grading grading() {
    return new Grading(call -> grade(50));
  }

  private static Call only(Grading grading) {
    assertThat(grading.server.calls()).hasSize(1);
    return grading.server.calls().get(0);
  }

  @Test
  void itHoldsTheModelTheSchemaAndNoRandomness() throws IOException {
    try (Grading grading = grading()) {
      grading.grade("keys=style,overall", "min=-1.5", "max=10");
      Map<?, ?> request = new ObjectMapper().readValue(only(grading).body(), Map.class);
      Map<String, String> mark =
          Map.of("type", "number", "description", "a number from -1.5 to 10");
      assertThat(request.keySet())
          .isEqualTo(Set.of("model", "temperature", "seed", "response_format", "messages"));
      assertThat(request.get("model")).isEqualTo("judge");
      assertThat(request.get("temperature")).isEqualTo(0);
      assertThat(request.get("seed")).isEqualTo(0);
      assertThat(request.get("response_format"))
          .isEqualTo(
              Map.of(
                  "type",
                  "json_schema",
                  "json_schema",
                  Map.of(
                      "name",
                      "grade",
                      "strict",
                      true,
                      "schema",
                      Map.of(
                          "type",
                          "object",
                          "properties",
                          Map.of("style", mark, "overall", mark),
                          "required",
                          List.of("style", "overall"),
                          "additionalProperties",
                          false))));
    }
  }

  @Test
  void byDefaultItAsksForTheAxesOfMaAndOthers() {
    try (Grading grading = grading()) {
      grading.grade();
      assertThat(only(grading).rubric())
          .startsWith(Rubric.byDefault())
          .endsWith(
              "Its keys are accuracy, originality, visual_quality, internal_consistency,"
                  + " emotional_resonance, overall, each a number from 0 to 100.");
      assertThat(AnswerFormat.AXES.split(","))
          .allMatch(axis -> Rubric.byDefault().contains(axis + ": "));
    }
  }

  @Test
  void aRubricOfOnesOwnReplacesTheText() throws IOException {
    Path rubric = Files.writeString(directory.resolve("rubric.txt"), "Grade „Füchse“ 🦊\n\"only\"");
    try (Grading grading = grading()) {
      grading.grade("rubric=" + rubric, "keys=overall");
      assertThat(only(grading).rubric())
          .isEqualTo(
              "Grade „Füchse“ 🦊\n\"only\"\n\nAnswer with one JSON object and nothing else. Its keys"
                  + " are overall, each a number from 0 to 100.");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a \"quoted\" 'prompt' \\ with \\n",
        "two\nlines\r\n\tand a tab\u0001\u2028",
        "🦊🏳️‍🌈 ein Füchslein, 狐",
        "\"}]}], \"model\": \"other\"",
        " ",
      })
  void promptsSurvive(String prompt) {
    try (Grading grading = grading();
        Verifier verifier = grading.open();
        NDArray image = grading.manager.zeros(new Shape(1, 3, 2, 2))) {
      Samples samples = Samples.of(image, List.of(new Prompt(0, "0", prompt)));
      assertThat(verifier.score(samples)).containsExactly(50);
      assertThat(only(grading).text()).isEqualTo("The prompt:\n" + prompt);
      assertThat(only(grading).json().path("model").textValue()).isEqualTo("judge");
    }
  }

  @Test
  void halfACharacterIsNoReasonToFail() {
    try (Grading grading = grading();
        Verifier verifier = grading.open();
        NDArray image = grading.manager.zeros(new Shape(1, 3, 2, 2))) {
      Samples samples = Samples.of(image, List.of(new Prompt(0, "0", "half \uD83E fox")));
      assertThat(verifier.score(samples)).containsExactly(50);
      assertThat(only(grading).text()).matches("The prompt:\nhalf . fox");
    }
  }

  /** Every level of every channel, exact, a little above and a little below, and outside [0, 1]. */
  @Test
  void theImageIsAPngOfTheRoundedPixels() {
    int height = 8;
    int width = 33;
    int area = height * width;
    float[] values = new float[3 * area];
    for (int i = 0; i < area; i++) {
      int level = i - 4;
      values[i] = level / 255f;
      values[area + i] = (level + .25f) / 255f;
      values[2 * area + i] = (level - .25f) / 255f;
    }
    try (Grading grading = grading();
        Verifier verifier = grading.open();
        NDArray image = grading.manager.create(values, new Shape(1, 3, height, width))) {
      verifier.score(Samples.of(image, List.of(new Prompt(0, "0", "levels"))));
      assertThat(only(grading).json().at("/messages/1/content/1/type").textValue())
          .isEqualTo("image_url");
      BufferedImage sent = only(grading).image();
      assertThat(sent.getWidth()).isEqualTo(width);
      assertThat(sent.getHeight()).isEqualTo(height);
      for (int i = 0; i < area; i++) {
        int level = Math.max(0, Math.min(255, i - 4));
        assertThat(sent.getRGB(i % width, i / width) & 0xFFFFFF)
            .describedAs("pixel %d", i)
            .isEqualTo(level * 0x010101);
      }
    }
  }

  @Test
  void theSameQuestionIsTheSameBytes() {
    try (Grading grading = grading()) {
      grading.grade();
      grading.grade();
      List<Call> calls = grading.server.calls();
      assertThat(calls).hasSize(2);
      assertThat(calls.get(0).body()).isEqualTo(calls.get(1).body());
    }
  }

  @Test
  void itAsksForNoUpgradeAndSendsNoKeyUnlessThereIsOne() {
    try (Grading grading = grading()) {
      grading.grade();
      Call call = only(grading);
      assertThat(call.method()).isEqualTo("POST");
      assertThat(call.headers().getFirst("Content-Type")).isEqualTo("application/json");
      assertThat(call.headers().keySet()).doesNotContain("Upgrade", "Authorization");
    }
  }

  @Test
  void theKeyComesFromTheEnvironment() {
    Map.Entry<String, String> some =
        new TreeMap<>(System.getenv())
            .entrySet().stream()
                .filter(variable -> variable.getKey().matches("[A-Z_]+"))
                .filter(variable -> variable.getValue().matches("[!-~]+"))
                .findFirst()
                .orElseThrow();
    try (Grading grading = grading()) {
      grading.grade("key-env=" + some.getKey());
      assertThat(only(grading).headers().getFirst("Authorization"))
          .isEqualTo("Bearer " + some.getValue());
    }
  }

  @Test
  void aKeyThatCannotBeSentIsNotPrinted() {
    assertThat(ApiKey.of("V", null).value()).isEmpty();
    assertThat(ApiKey.of("V", " \n").value()).isEmpty();
    assertThat(ApiKey.of("V", "sk-1\n").value()).hasValue("sk-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiKey.of("V", "sk-1\r\nHost: x"))
        .withMessageStartingWith("environment variable V: expected an API key")
        .withMessageNotContaining("sk-1");
    assertThat(ApiKey.of("V", "sk-1")).asString().doesNotContain("sk-1");
  }
}
