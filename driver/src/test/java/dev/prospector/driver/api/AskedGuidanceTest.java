package dev.prospector.driver.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What guidance means to a model, where diffusers means something else by the same number. */
class AskedGuidanceTest {
  private static final Path TIGHT = Path.of("../executors/src/test/resources/bundles/tight");

  @TempDir Path bundle;

  @BeforeEach
  void copyTheBundle() throws IOException {
    try (Stream<Path> files = Files.list(TIGHT)) {
      for (Path file : files.toList()) {
        Files.copy(file, bundle.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void zeroIsNoneToAModelThatWasDistilledToDrawWithout() throws IOException {
    Path manifest = bundle.resolve("bundle.json");
    String type = "\"type\": \"classifier-free\"";
    Files.writeString(
        manifest, Files.readString(manifest).replace(type, type + ", \"distilled\": true"));
    assertThat(plan(0).plan().engine().guidance()).isEqualTo(1);
    assertThat(plan(0).warnings())
        .contains(
            "guidance 0 is taken as 1, which is none: the model was distilled to draw without");
    assertThat(plan(3.5).plan().engine().guidance()).isEqualTo(3.5);
    assertThat(plan(3.5).warnings()).anyMatch(note -> note.contains("true_cfg_scale"));
    assertThat(plan(1).warnings()).noneMatch(note -> note.contains("guidance"));
  }

  @Test
  void zeroDrawsWithoutThePromptElsewhere() {
    assertThat(plan(0).plan().engine().guidance()).isZero();
    assertThat(plan(0).warnings())
        .contains("guidance 0 draws without the prompt; diffusers' guidance_scale 0 is 1 here");
  }

  private PlannedSearch plan(double guidance) {
    SearchSpec spec =
        SearchSpec.builder()
            .bundle(bundle.toString())
            .verifier("realism")
            .guidance(guidance)
            .candidates(2)
            .build();
    return new SearchPlanner(new Configuration()).plan(spec, List.of(new Prompt(0, "0", "red")));
  }
}
