package dev.prospector.driver.api;

import static dev.prospector.driver.api.SomebodyElses.PROMPTS;
import static dev.prospector.driver.api.SomebodyElses.ROUNDS;
import static dev.prospector.driver.api.SomebodyElses.SPEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.RunRecord.Status;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.LeasePool.Counts;
import dev.prospector.executors.engine.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Searches from an application of somebody else's, whose context knows nothing of Prospector. */
class ProspectorTest {
  private static JavaSparkContext spark;
  private static Prospector prospector;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    spark = SomebodyElses.context();
    prospector = Prospector.on(spark);
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  @Test
  void withoutADirectoryResultsAreObjectsAndNothingIsWritten() throws IOException {
    SearchResult result = prospector.search(SPEC).prompts(PROMPTS).run();
    assertThat(result.directory()).isEmpty();
    assertThat(result.totals().candidates()).isEqualTo(3 * 3);
    List<ResultRow.Found> winners = list(result.winners());
    assertThat(winners)
        .extracting(ResultRow.Found::promptId)
        .containsExactly("first", "second", "third");
    assertThat(winners.get(0).columns()).containsEntry("source", "x");
    assertThat(winners.get(0).scores()).containsOnlyKeys("detector", "composition");
    assertThat(list(result.firstSamples())).hasSize(3).allMatch(row -> row.rank() == 0);
    assertThat(list(result.failed())).isEmpty();

    Path run = directory.resolve("run");
    SearchResult written =
        prospector.search(SPEC).prompts(PROMPTS.iterator()).into(run.toString()).run();
    assertThat(rows(written)).isEqualTo(rows(result));
    assertThat(run.resolve("_SUCCESS")).exists();
    assertThat(rows(prospector.search(SPEC).prompts(spark.parallelize(PROMPTS, 2)).run()))
        .isEqualTo(rows(result));
  }

  @Test
  void searchesThatDifferInHowTheyDrawLoadTheModelOnce() {
    prospector.releaseIdle();
    long before = Models.ofJvm().counts().loads();
    for (SearchSpec spec :
        List.of(
            SPEC,
            SPEC.toBuilder().guidance(2).build(),
            SPEC.toBuilder().guidance(5).build(),
            SPEC.toBuilder().steps(3).build(),
            SPEC.toBuilder().sampler("heun").build(),
            SPEC.toBuilder().sampler("euler-ancestral").build(),
            SPEC.toBuilder().batch(3).build(),
            ROUNDS)) {
      SearchResult unused = prospector.search(spec).prompts(PROMPTS).run();
    }
    assertThat(Models.ofJvm().counts()).isEqualTo(new Counts(before + 1, 1, 1));
    prospector.releaseIdle();
    assertThat(Models.ofJvm().counts().open()).isZero();
  }

  @Test
  void twoSearchesAtOnceGiveTheRowsOfEachAlone() {
    Map<String, String> one = rows(prospector.search(SPEC).prompts(PROMPTS).run());
    Map<String, String> other = rows(prospector.search(ROUNDS).prompts(PROMPTS).run());
    RunningSearch first = prospector.search(SPEC).prompts(PROMPTS).start();
    RunningSearch second = prospector.search(ROUNDS).prompts(PROMPTS).start();
    assertThat(rows(second.result())).isEqualTo(other);
    assertThat(rows(first.result())).isEqualTo(one);
  }

  @Test
  void aCancelledSearchIsResumedAndEndsAsIfItHadNotBeen() throws Exception {
    Path whole = directory.resolve("whole");
    Path broken = directory.resolve("broken");
    Map<String, String> expected =
        rows(prospector.search(ROUNDS).prompts(PROMPTS).into(whole.toString()).run());
    CountDownLatch second = new CountDownLatch(2);
    RunningSearch running =
        prospector
            .search(ROUNDS)
            .prompts(PROMPTS)
            .into(broken.toString())
            .listener(
                new RunListener() {
                  @Override
                  public void roundStarted(
                      String name, int candidates, long nfe, LongSupplier evaluated) {
                    second.countDown();
                  }
                })
            .start();
    second.await();
    running.cancel();
    assertThat(running.isDone()).isTrue();
    assertThatThrownBy(running::result).isInstanceOf(CancellationException.class);
    assertThat(broken.resolve("_SUCCESS")).doesNotExist();

    SearchResult resumed = prospector.resume(broken.toString()).prompts(PROMPTS).run();
    assertThat(rows(resumed)).isEqualTo(expected);
    assertThat(resumed.record().status()).isEqualTo(Status.DONE);
    for (String part : List.of("results/part-00000.parquet", "baseline/part-00000.parquet")) {
      assertThat(broken.resolve(part)).hasSameBinaryContentAs(whole.resolve(part));
    }
  }

  @Test
  void aListenerMayCancelItsSearchAndNobodyElseMayWriteItsDirectory() {
    String run = directory.resolve("run").toString();
    List<Throwable> refused = new ArrayList<>();
    CompletableFuture<RunningSearch> itself = new CompletableFuture<>();
    RunningSearch running =
        prospector
            .search(ROUNDS)
            .prompts(PROMPTS)
            .into(run)
            .listener(
                new RunListener() {
                  @Override
                  public void roundDone(long nfe, double bestMean, double mean) {
                    refused.add(
                        catchThrowable(() -> prospector.resume(run).prompts(PROMPTS).run()));
                    itself.join().cancel();
                  }
                })
            .start();
    itself.complete(running);
    assertThatThrownBy(running::result).isInstanceOf(CancellationException.class);
    assertThat(refused)
        .singleElement(THROWABLE)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("process " + ProcessHandle.current().pid() + " on ");
    assertThat(rows(prospector.resume(run).prompts(PROMPTS).run()))
        .isEqualTo(rows(prospector.search(ROUNDS).prompts(PROMPTS).run()));
  }

  @Test
  @Timeout(120)
  void itMayDoSoWhileARoundIsUnderWayWhichEndsThen() {
    CompletableFuture<RunningSearch> itself = new CompletableFuture<>();
    AtomicBoolean roundEnded = new AtomicBoolean();
    RunningSearch running =
        prospector
            .search(SPEC.toBuilder().candidates(500).build())
            .prompts(PROMPTS)
            .listener(
                new RunListener() {
                  @Override
                  public void imagesScored(double bestMean, double mean) {
                    itself.join().cancel();
                  }

                  @Override
                  public void roundDone(long nfe, double bestMean, double mean) {
                    roundEnded.set(true);
                  }
                })
            .start();
    itself.complete(running);
    assertThatThrownBy(running::result).isInstanceOf(CancellationException.class);
    assertThat(roundEnded).isFalse();
  }

  @Test
  void columnsMayHaveAnyNameAndOtherFilesAreLeftAlone() throws IOException {
    Map<String, String> odd = Map.of("my col", "x", "a b;{}", "y", "a.b", "z");
    SearchResult result =
        prospector
            .search(SPEC)
            .prompts(List.of(new Prompt(0, "1", "a red circle", odd)))
            .into(directory.resolve("run").toString())
            .run();
    assertThat(list(result.winners()).get(0).columns()).isEqualTo(odd);

    Path own = Files.createDirectory(directory.resolve("own"));
    Path note = Files.writeString(own.resolve("notes.txt"), "mine");
    assertThatThrownBy(
            () -> prospector.search(SPEC).prompts("a red circle").into(own.toString()).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("holds other files already");
    assertThat(own).isDirectoryContaining(note::equals);
  }

  @Test
  void aListenersExceptionEndsItsSearchOnlyAndLeavesItResumable() {
    Path run = directory.resolve("run");
    IllegalArgumentException own = new IllegalArgumentException("enough");
    SearchRequest request =
        prospector
            .search(ROUNDS)
            .prompts(PROMPTS)
            .into(run.toString())
            .listener(
                new RunListener() {
                  @Override
                  public void roundDone(long nfe, double bestMean, double mean) {
                    throw own;
                  }
                });
    assertThatThrownBy(request::run).isSameAs(own);
    Map<String, String> expected = rows(prospector.search(ROUNDS).prompts(PROMPTS).run());
    assertThat(rows(prospector.resume(run.toString()).prompts(PROMPTS).run())).isEqualTo(expected);
  }

  @Test
  void anImageIsDrawnAgainToThePixel() {
    Path run = directory.resolve("run");
    SearchResult unused = prospector.search(ROUNDS).prompts(PROMPTS).into(run.toString()).run();
    Replay replay = prospector.replay(run.toString(), "second", 1);
    assertThat(replay.hasSamePixels()).isTrue();
    assertThat(replay.scores()).isEmpty();
    Replay scored = Replay.of(run.toString(), "second", 1, true, spark.hadoopConfiguration());
    assertThat(scored.isSame()).isTrue();
    assertThat(scored.scores()).isEqualTo(replay.recordedScores());
  }

  /** Rows as texts, by prompt and rank. */
  static Map<String, String> rows(SearchResult result) {
    Map<String, String> rows = new TreeMap<>();
    List<ResultRow.Found> found = new ArrayList<>(list(result.winners()));
    found.addAll(list(result.firstSamples()));
    for (ResultRow.Found row : found) {
      rows.put(
          row.promptId() + "/" + row.rank(),
          row.scores()
              + " "
              + row.lineage()
              + " "
              + row.legs()
              + " "
              + row.nfe()
              + " "
              + java.util.Arrays.hashCode(row.image().bytes()));
    }
    return rows;
  }

  static <T> List<T> list(Stream<T> rows) {
    try (rows) {
      return rows.toList();
    }
  }
}
