package dev.prospector.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.api.SearchRequest;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.cluster.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who watches a search sees scores before its round is over, and they end at the round's. */
class WatchedScoresTest {
  private static final SearchSpec SPEC =
      SearchSpec.builder().bundle("shapes-s").steps(1).batch(2).heldOut("composition").build();

  private static JavaSparkContext spark;

  /** In the order in which they were told. */
  private final List<Told> told = Collections.synchronizedList(new ArrayList<>());

  private record Told(boolean roundIsOver, double best, double mean) {}

  @BeforeAll
  static void open() {
    spark =
        new JavaSparkContext(
            Prospector.configure(
                new SparkConf()
                    .setMaster("local[2]")
                    .setAppName("watched")
                    .set("spark.ui.enabled", "false")));
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  private void search(SearchSpec spec) {
    run(Prospector.on(spark).search(spec));
  }

  private void run(SearchRequest request) {
    told.clear();
    var unused =
        request
            .prompts("a red circle", "two blue squares", "a green cross")
            .listener(
                new RunListener() {
                  @Override
                  public void imagesScored(double bestMean, double mean) {
                    told.add(new Told(false, bestMean, mean));
                  }

                  @Override
                  public void roundDone(long nfe, double bestMean, double mean) {
                    told.add(new Told(true, bestMean, mean));
                  }
                })
            .run();
  }

  @Test
  void aSingleRoundsScoresAreToldTaskByTask() {
    search(SPEC.toBuilder().candidates(8).build());
    assertThat(told).hasSizeGreaterThan(2);
    assertThat(told.subList(0, told.size() - 1)).noneMatch(Told::roundIsOver);
    requireEndsAtRounds();
  }

  @Test
  void severalRoundsAreOnePool() {
    search(SPEC.toBuilder().algorithm("zero-order").candidates(9).build());
    assertThat(told.stream().filter(Told::roundIsOver)).hasSizeGreaterThan(1);
    requireEndsAtRounds();
  }

  @Test
  void roundsOfBeforeAreInThePoolOfARunThatIsResumed(@TempDir Path run) throws IOException {
    SearchSpec spec = SPEC.toBuilder().algorithm("zero-order").candidates(17).build();
    run(Prospector.on(spark).search(spec).into(run.toString()));
    List<Told> calm = told.stream().filter(Told::roundIsOver).toList();
    Path wave = run.resolve("log/wave=00000");
    Files.delete(wave.resolve("_wave.json"));
    Files.delete(wave.resolve("_round-%03d.json".formatted(calm.size() - 1)));
    run(Prospector.on(spark).resume(run.toString()));
    assertThat(told.stream().filter(Told::roundIsOver)).isEqualTo(calm);
    assertThat(told).anyMatch(one -> !one.roundIsOver());
    requireEndsAtRounds(calm.size() - 1);
  }

  /** What was told last before a round was over is what the round came to. */
  private void requireEndsAtRounds() {
    requireEndsAtRounds(0);
  }

  private void requireEndsAtRounds(int recalled) {
    for (int i = Math.max(1, recalled); i < told.size(); i++) {
      if (told.get(i).roundIsOver()) {
        assertThat(told.get(i - 1).best()).isCloseTo(told.get(i).best(), within(1e-9));
        assertThat(told.get(i - 1).mean()).isCloseTo(told.get(i).mean(), within(1e-9));
      }
    }
  }

  @Test
  void ranksAreToldOnlyOnceTheirPoolIsThere() {
    search(SPEC.toBuilder().verifier("ensemble(detector,match)").candidates(4).build());
    assertThat(told).isNotEmpty().allMatch(Told::roundIsOver);
  }
}
