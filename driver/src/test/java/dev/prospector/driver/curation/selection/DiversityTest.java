package dev.prospector.driver.curation.selection;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.curation.duplicate.Tile;
import dev.prospector.driver.curation.fact.Scenes;
import dev.prospector.driver.curation.selection.Diversity.Part;
import dev.prospector.driver.curation.selection.Vectors.Seen;
import dev.prospector.driver.curation.table.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DiversityTest {
  private static final Optional<String> BY = Optional.of("the category");
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = Scenes.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void ofImagesThatHaveNothingInCommonIsTheirNumber() {
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      float[] axis = new float[4];
      axis[i % 4] = 1;
      seen.add(new Seen("u%03d".formatted(i), i < 4 ? "a" : "b", 0, Vectors.unit(axis)));
    }
    // 0 and 4 are alike, and so are 1 and 5; 2 and 3 go.
    Dataset<Row> judged =
        Vectors.rows(seen, spark)
            .withColumn(Columns.VALUE, when(col(Columns.UID).isin("u002", "u003"), "{}"));
    Diversity diversity = DiversityOfImages.measure(judged, BY, .9).orElseThrow();
    Part a = diversity.byCategory().get("a");
    assertThat(a.candidates()).isEqualTo(4);
    assertThat(a.kept()).isEqualTo(2);
    assertThat(a.vendiOfCandidates()).isCloseTo(4, within(1e-9));
    assertThat(a.vendiOfKept()).isCloseTo(2, within(1e-9));
    assertThat(a.coverage()).isEqualTo(.5);
    assertThat(diversity.byCategory().get("b").coverage()).isEqualTo(1);
    // Shares 1/3, 1/3, 1/6, 1/6: exp of their entropy.
    assertThat(diversity.all().vendiOfCandidates())
        .isCloseTo(Math.exp(2 * Math.log(3) / 3 + Math.log(6) / 3), within(1e-9));
    assertThat(diversity.all().vendiOfKept()).isCloseTo(2, within(1e-9));
    assertThat(diversity.all().coverage()).isEqualTo(4 / 6.0);
  }

  @Test
  void isTheSameToTheLastBitHoweverImagesArePartitioned() {
    List<Seen> seen = Vectors.some(400, 8);
    Dataset<Row> judged =
        Vectors.rows(seen, spark)
            .withColumn(Columns.VALUE, when(col(Columns.SCORE).lt(.7), lit("{}")));
    Diversity one = DiversityOfImages.measure(judged.coalesce(1), BY, .8).orElseThrow();
    Dataset<Row> other = judged.orderBy(col(Columns.UID).desc()).repartition(7);
    assertThat(DiversityOfImages.measure(other, BY, .8)).contains(one);
    long covered =
        seen.stream()
            .filter(
                mine ->
                    seen.stream()
                        .anyMatch(
                            kept ->
                                kept.score() >= .7
                                    && Tile.cosine(mine.vector(), kept.vector()) >= .8))
            .count();
    assertThat(one.all().coverage()).isEqualTo(covered / 400.0);
    assertThat(one.byCategory()).containsOnlyKeys("a", "b", "none");
  }

  @Test
  void ofNoImageIsNone() {
    Dataset<Row> judged =
        Vectors.rows(Vectors.some(3, 9), spark)
            .withColumn(Columns.VALUE, lit(null).cast("string"))
            .where("false");
    assertThat(DiversityOfImages.measure(judged, BY, .8)).isEmpty();
  }
}
