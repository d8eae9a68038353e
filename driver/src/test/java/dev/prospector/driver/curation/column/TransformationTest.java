package dev.prospector.driver.curation.column;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.curation.Curator;
import dev.prospector.driver.curation.column.StageSource.Kind;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.input.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TransformationTest {
  private static final int ROWS = 64;

  private static SparkSession spark;

  @BeforeAll
  static void open() {
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("transformation");
    spark = SparkSession.builder().config(Curator.configure(conf)).getOrCreate();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  /** Numbers from 0, each with the digits of its MD5 as name. */
  private static Dataset<Row> rows() {
    return spark
        .range(ROWS)
        .selectExpr(
            "md5(CAST(id AS STRING)) AS " + Columns.UID,
            "'p' AS " + Columns.PROMPT_ID,
            "1 AS " + Columns.RANK,
            "id AS n");
  }

  /** Doubles numbers, and fails on some. */
  private static PlannedStep step(String fails) {
    String statement =
        "SELECT *, IF(%s, raise_error(concat('no ', n)), n * 2) AS twice FROM __THIS__"
            .formatted(fails);
    StageSource source =
        new StageSource(
            "org.apache.spark.ml.feature.SQLTransformer",
            Kind.CLASS,
            Map.of("statement", statement));
    LoadedStep step = LoadedStep.of(new ColumnStep(List.of(source), "a line"), "", spark);
    return new PlannedStep(step, NewColumns.of(step, rows()));
  }

  private static List<Row> transformed(String fails, double failAbove, Dataset<Row> rows) {
    Dataset<Row> withFiles = rows.withColumn(Columns.PNG, lit(null).cast("binary"));
    return new Transformation(step(fails), ROWS, failAbove)
        .of(withFiles, rows)
        .join(rows, Columns.UID)
        .orderBy(col("n"))
        .collectAsList();
  }

  @Test
  void theRowsOnWhichItFailsAreFoundHoweverRowsArePartitioned() {
    List<Row> found = transformed("n % 32 = 7", 0.04, rows());
    assertThat(found)
        .hasSize(ROWS)
        .allSatisfy(
            row -> {
              long n = row.<Long>getAs("n");
              if (n % 32 == 7) {
                assertThat(row.<Long>getAs("twice")).isNull();
                assertThat(row.<String>getAs(Transformation.ERROR)).contains("no " + n);
              } else {
                assertThat(row.<Long>getAs("twice")).isEqualTo(2 * n);
                assertThat(row.<String>getAs(Transformation.ERROR)).isNull();
              }
            });
    assertThat(transformed("n % 32 = 7", 0.04, rows().repartition(5))).isEqualTo(found);
  }

  @Test
  void moreThanTheShareOrAllInARowEndIt() {
    assertThatThrownBy(() -> transformed("n % 32 = 7", 0.02, rows()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("a line: columns: SQLTransformer: failed on 2 rows, the last")
        .hasMessageEndingWith("expected at most 1 of 64: columns-fail-above");
    assertThatThrownBy(() -> transformed("n >= 0", 0.5, rows()))
        .hasMessageContaining("failed on 20 rows, the last of them")
        .hasMessageEndingWith("expected at most 32 of 64: columns-fail-above");
  }
}
