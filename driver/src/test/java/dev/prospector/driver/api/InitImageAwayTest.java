package dev.prospector.driver.api;

import static dev.prospector.driver.api.ProspectorTest.rows;
import static dev.prospector.driver.api.SomebodyElses.SPEC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.cluster.RunListener;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image to start from that is there when a search is planned, and not when it draws. */
class InitImageAwayTest {
  @TempDir Path directory;

  @Test
  void aPromptWhoseImageWasAwayIsCreditedWithWhatItCost() throws IOException {
    try (JavaSparkContext spark = SomebodyElses.context()) {
      Prospector prospector = Prospector.on(spark);
      Path image = directory.resolve("start.png");
      byte[] png = new Image(32, 32, new byte[32 * 32 * 3]).png();
      Files.write(image, png);
      List<Prompt> started =
          List.of(new Prompt(0, "1", "a red circle", Map.of("start", image.toString())));
      SearchSpec spec = SPEC.toBuilder().set("init-image", "start").build();
      String run = directory.resolve("run").toString();
      RunListener taking =
          new RunListener() {
            @Override
            public void roundStarted(
                String name, int candidates, long nfe, LongSupplier evaluated) {
              assertThat(image.toFile().delete()).isTrue();
            }
          };
      SearchResult failed =
          prospector.search(spec).prompts(started).into(run).listener(taking).run();
      assertThat(failed.totals().failed()).isEqualTo(1);
      assertThat(failed.totals().nfeCredited()).isZero();

      Files.write(image, png);
      SearchResult again = prospector.resume(run).prompts(started).run();
      SearchResult calm = prospector.search(spec).prompts(started).run();
      assertThat(rows(again)).isEqualTo(rows(calm));
      assertThat(again.totals().nfeCredited()).isEqualTo(calm.totals().nfeCredited()).isPositive();
    }
  }
}
