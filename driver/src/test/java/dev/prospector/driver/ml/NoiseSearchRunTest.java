package dev.prospector.driver.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.api.SearchRequest;
import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stage with a run directory. */
class NoiseSearchRunTest {
  private static SparkSession spark;

  /** Spark's readers take such a name for a pattern. */
  private static final String RUN = "run [1]{a,b}?*";

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    spark = Prompts.session();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  private static NoiseSearch withoutDirectory() {
    return Prompts.search().setAlgorithm("zero-order").setCandidates(9);
  }

  private NoiseSearch rounds() {
    return withoutDirectory().setDirectory(directory.resolve(RUN).toString());
  }

  @Test
  void theSecondTransformDrawsNothingAgain() throws IOException {
    List<Row> inMemory = rows(withoutDirectory().transform(Prompts.three(spark)));
    Dataset<Row> prompts = Prompts.three(spark);
    List<Row> first = rows(rounds().transform(prompts));
    assertThat(first).isEqualTo(inMemory);

    Map<Path, FileTime> written = written();
    List<Row> second = rows(rounds().transform(prompts.repartition(3)));
    assertThat(second).isEqualTo(first);
    assertThat(written()).isEqualTo(written);
  }

  private static List<Row> rows(Dataset<Row> found) {
    return found
        .orderBy("id", "rank")
        .selectExpr("id", "rank", "hex(png)", "hex(image.data)", "score", "to_json(scores)", "nfe")
        .collectAsList();
  }

  /** Every round's log and every result, and when it was written. */
  private Map<Path, FileTime> written() throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory.resolve(RUN))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".parquet")).toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  @Test
  void goesOnWhereAnotherDriverStopped() throws IOException {
    NoiseSearch search = rounds();
    SearchRequest broken =
        Prospector.on(spark.sparkContext())
            .search(search.spec())
            .prompts(
                List.of(
                    new Prompt(0, "first", "a red circle"),
                    new Prompt(1, "second", "two blue squares"),
                    new Prompt(2, "third", "a green cross")))
            .into(directory.resolve(RUN).toString())
            .listener(
                new RunListener() {
                  @Override
                  public void roundDone(long nfe, double bestMean, double mean) {
                    throw new IllegalStateException("enough");
                  }
                });
    assertThatThrownBy(broken::run).hasMessage("enough");
    Map<Path, FileTime> before = written();
    assertThat(before).isNotEmpty();

    List<Row> resumed = rows(search.transform(Prompts.three(spark)));
    assertThat(written()).containsAllEntriesOf(before);
    assertThat(resumed).isEqualTo(rows(withoutDirectory().transform(Prompts.three(spark))));
  }

  @Test
  void anotherSearchOrOtherPromptsAreRefused() {
    Dataset<Row> unused = rounds().transform(Prompts.three(spark));
    assertThatThrownBy(() -> rounds().setSeed(7).transform(Prompts.three(spark)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith("can't be resumed with: seed: the run has 0, now it is 7");
    assertThatThrownBy(() -> rounds().transform(Prompts.three(spark).where("id <> 'third'")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("prompts: the run has 3 with fingerprint");
  }
}
