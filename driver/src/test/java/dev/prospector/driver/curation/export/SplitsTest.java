package dev.prospector.driver.curation.export;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.curation.table.Columns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which prompt is in which split. */
class SplitsTest {
  private static final Map<String, Double> SHARES = Map.of("train", 0.8, "test", 0.15, "val", 0.05);
  private static final int PROMPTS = 20_000;
  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark = OddVersion.session();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  @Test
  void sharesAreWhatWasAskedFor() {
    Map<String, Integer> counts = new HashMap<>();
    splits(new Splits(SHARES), 0, PROMPTS)
        .forEach((prompt, split) -> counts.merge(split, 1, Integer::sum));
    // Five standard deviations of a binomial count.
    SHARES.forEach(
        (split, share) ->
            assertThat(counts.get(split) / (double) PROMPTS)
                .isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / PROMPTS))));
  }

  @Test
  void growingMovesNobodyAndAPromptIsInOneSplit() {
    Splits splits = new Splits(SHARES);
    Map<String, String> few = splits(splits, 100, 1100);
    assertThat(splits(splits, 0, PROMPTS)).containsAllEntriesOf(few);
  }

  @Test
  void aLargerShareMovesPromptsOneWayOnly() {
    Map<String, String> before = splits(new Splits(Map.of("train", 0.9, "test", 0.1)), 0, 5000);
    Map<String, String> after = splits(new Splits(Map.of("train", 0.7, "test", 0.3)), 0, 5000);
    before.forEach(
        (prompt, split) -> {
          if (split.equals("test")) {
            assertThat(after.get(prompt)).isEqualTo("test");
          }
        });
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void theEndsOfTheRangeOfHashesAreInSplitsToo() {
    Dataset<Row> rows =
        spark
            .createDataset(List.of("0".repeat(20), "f".repeat(20)), Encoders.STRING())
            .toDF(Columns.PROMPT_ID);
    Dataset<String> split =
        rows.select(new Splits(Map.of("a", 0.5, "b", 0.5)).column()).as(Encoders.STRING());
    assertThat(split.collectAsList()).containsExactly("a", "b");
    assertThat(rows.select(Splits.NONE.column()).distinct().as(Encoders.STRING()).collectAsList())
        .containsExactly(Splits.TRAIN);
  }

  @Test
  void sharesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new Splits(Map.of("train", 0.9, "test", 0.2)))
        .hasMessage("the shares of splits [test, train] add up to 1.1, expected 1");
    assertThatThrownBy(() -> new Splits(Map.of("train", 1.0, "test", 0.0)))
        .hasMessage("split test has share 0.0, expected one above 0");
    assertThatThrownBy(() -> new Splits(Map.of("all", 1.0)))
        .hasMessageStartingWith("a split is called all, expected a small letter");
    assertThatThrownBy(() -> new Splits(Map.of()))
        .hasMessage("the shares of splits [] add up to 0.0, expected 1");
  }

  private static Map<String, String> splits(Splits splits, int from, int to) {
    List<String> ids =
        IntStream.range(from, to).mapToObj(i -> OddVersion.hash("prompt " + i, 20)).toList();
    Map<String, String> found = new HashMap<>();
    spark
        .createDataset(ids, Encoders.STRING())
        .toDF(Columns.PROMPT_ID)
        .withColumn("rank", lit(1))
        .withColumn(Columns.SPLIT, splits.column())
        .collectAsList()
        .forEach(row -> found.put(row.getString(0), row.getString(2)));
    return found;
  }
}
