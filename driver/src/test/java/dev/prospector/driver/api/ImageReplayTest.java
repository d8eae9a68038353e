package dev.prospector.driver.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.provenance.Provenance;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An image's file alone is enough to draw it again. */
class ImageReplayTest {
  private static final List<Prompt> PROMPTS =
      List.of(
          new Prompt(0, "a", "a red circle", Map.of("negative_prompt", "a blue square")),
          new Prompt(1, "ü", "two blue squares", Map.of("other", "x")));

  @ParameterizedTest
  @CsvSource({
    "random, euler, 2",
    "zero-order, euler-ancestral, 3",
    "paths, heun, 1",
    "pruning, euler, 2.5"
  })
  void everyRowsImageSaysHowItWasDrawn(String algorithm, String sampler, double guidance) {
    SearchSpec spec =
        SearchSpec.builder()
            .bundle("shapes-s")
            .algorithm(algorithm)
            .sampler(sampler)
            .guidance(guidance)
            .verifier("composition")
            .heldOut("none")
            .steps(6)
            .candidates(6)
            .batch(3)
            .topK(2)
            .build();
    try (JavaSparkContext spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("images")
                .set("spark.ui.enabled", "false"))) {
      List<Prompt> prompts = guidance == 1 ? PROMPTS.subList(1, 2) : PROMPTS;
      SearchResult result = Prospector.on(spark).search(spec).prompts(prompts).run();
      List<ResultRow.Found> rows = new ArrayList<>(ProspectorTest.list(result.winners()));
      rows.addAll(ProspectorTest.list(result.firstSamples()));
      assertThat(rows).hasSizeGreaterThanOrEqualTo(2 * prompts.size()); // Paths may be fewer.
      for (ResultRow.Found row : rows) {
        byte[] png = row.image().bytes();
        Provenance image = Provenance.of(png);
        assertThat(image.lineage()).isEqualTo(row.lineage());
        assertThat(image.legs()).isEqualTo(row.legs());
        assertThat(image.prompt().text()).isEqualTo(row.prompt());
        Replay again = Replay.of(png, Optional.empty(), new Configuration());
        assertThat(again.hasSamePixels()).isTrue();
        assertThat(again.png()).isEqualTo(png);
      }
    }
  }

  @Test
  void anImageOfOthersSaysNothing() {
    byte[] png = new Image(1, 1, new byte[3]).png();
    assertThatThrownBy(() -> Replay.of(png, Optional.empty(), new Configuration()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("an image that Prospector wrote");
  }
}
