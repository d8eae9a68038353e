package dev.prospector.driver.curation.duplicate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prospector.driver.curation.duplicate.Duplicates.Method;
import dev.prospector.driver.curation.duplicate.Duplicates.Prefer;
import dev.prospector.driver.curation.duplicate.Planted.Gone;
import dev.prospector.driver.curation.duplicate.Planted.Seen;
import dev.prospector.driver.curation.fact.Scenes;
import dev.prospector.driver.curation.table.Columns;
import java.util.Comparator;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Held against comparing each with each, which finds all there is. */
class AlikeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double COSINE = .985;
  private static final List<Seen> SEEN = Planted.some(2_000, 3);
  private static final Comparator<Seen> BEST =
      Comparator.comparing(Seen::score).reversed().thenComparing(Seen::uid);
  private static final Comparator<Seen> EARLIEST =
      Comparator.comparing((Seen seen) -> seen.run().substring(0, 10))
          .thenComparing(seen -> seen.run().length())
          .thenComparing(Seen::run)
          .thenComparing(BEST);

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = Scenes.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  static Stream<Likeness<?>> whole() {
    return Stream.of(
        Likeness.exact(),
        Likeness.perceptual(0),
        Likeness.perceptual(4),
        Likeness.perceptual(15),
        Likeness.cosine(COSINE, Method.EXACT));
  }

  @ParameterizedTest
  @MethodSource("whole")
  void oneStaysOfEachComponent(Likeness<?> likeness) throws Exception {
    for (Prefer prefer : Prefer.values()) {
      Map<String, Gone> expected =
          Planted.gone(SEEN, likeness, prefer == Prefer.SCORE ? BEST : EARLIEST);
      assertThat(gone(new Alike<>(likeness, prefer), Planted.rows(SEEN, spark)))
          .isEqualTo(expected)
          .isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("whole")
  void whoGoesDoesNotDependOnPartitionsAndOrder(Likeness<?> likeness) {
    Dataset<Row> rows = Planted.rows(SEEN, spark);
    Alike<?> sieve = new Alike<>(likeness, Prefer.EARLIER);
    List<Row> one = sieve.judge(rows.coalesce(1)).orderBy(Columns.UID).collectAsList();
    Dataset<Row> other = rows.orderBy(col(Columns.UID).desc()).repartition(7);
    assertThat(sieve.judge(other).orderBy(Columns.UID).collectAsList()).isEqualTo(one);
  }

  @Test
  void randomProjectionsFindNearlyAllAndNothingElse() throws Exception {
    Map<String, Gone> all = Planted.gone(SEEN, Likeness.cosine(COSINE, Method.EXACT), BEST);
    Map<String, Gone> found =
        gone(
            new Alike<>(Likeness.cosine(COSINE, Method.LSH), Prefer.SCORE),
            Planted.rows(SEEN, spark));
    assertThat(all.keySet()).containsAll(found.keySet());
    assertThat(found.size() / (double) all.size()).isGreaterThan(.97);
  }

  @Test
  void rowsStayAsTheyAreAndSayHowNearTheyWere() throws Exception {
    Dataset<Row> rows = Planted.rows(SEEN, spark);
    Likeness<Long> likeness = Likeness.perceptual(6);
    Dataset<Row> judged = new Alike<>(likeness, Prefer.SCORE).judge(rows);
    assertThat(judged.drop(Columns.VALUE).orderBy(Columns.UID).collectAsList())
        .isEqualTo(rows.orderBy(Columns.UID).collectAsList());
    assertThat(judged.columns())
        .startsWith(rows.columns())
        .endsWith(Columns.VALUE)
        .hasSize(rows.columns().length + 1);
    Map<String, Long> hashes = new TreeMap<>();
    SEEN.forEach(seen -> hashes.put(seen.uid(), Long.parseUnsignedLong(seen.phash(), 16)));
    for (Row row : judged.where(col(Columns.VALUE).isNotNull()).collectAsList()) {
      JsonNode value = JSON.readTree(row.<String>getAs(Columns.VALUE));
      long mine = hashes.get(row.<String>getAs(Columns.UID));
      long its = hashes.get(value.get("stays").textValue());
      assertThat(value.get("distance").intValue()).isEqualTo(Long.bitCount(mine ^ its));
    }
  }

  @Test
  void rowsWithoutTheFactStay() throws Exception {
    Dataset<Row> rows =
        Planted.rows(SEEN, spark).withColumn(Columns.SHA256, lit(null).cast("string"));
    assertThat(gone(new Alike<>(Likeness.exact(), Prefer.SCORE), rows)).isEmpty();
  }

  private static Map<String, Gone> gone(Alike<?> sieve, Dataset<Row> rows) throws Exception {
    Map<String, Gone> gone = new TreeMap<>();
    for (Row row : sieve.judge(rows).where(col(Columns.VALUE).isNotNull()).collectAsList()) {
      JsonNode value = JSON.readTree(row.<String>getAs(Columns.VALUE));
      gone.put(
          row.getAs(Columns.UID),
          new Gone(value.get("stays").textValue(), value.get("component").longValue()));
    }
    return gone;
  }
}
