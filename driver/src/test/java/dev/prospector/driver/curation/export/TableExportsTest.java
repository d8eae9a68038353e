package dev.prospector.driver.curation.export;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.input.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of Delta and Iceberg; their jars are there with {@code -Ptables}. */
class TableExportsTest {
  private static final String DELTA = "io.delta.sql.DeltaSparkSessionExtension";
  private static final String ODD = "an \"odd\" name, too";
  private static SparkSession spark;

  @TempDir static Path warehouse;
  @TempDir Path directory;

  @BeforeAll
  static void open() {
    boolean areThere = areThere();
    assumeTrue(areThere, "no jars of Delta and Iceberg");
    spark =
        SparkSession.builder()
            .config("spark.sql.extensions", DELTA)
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
            .config("spark.sql.catalog.lake.type", "hadoop")
            .config("spark.sql.catalog.lake.warehouse", warehouse.toUri().toString())
            .config("spark.sql.shuffle.partitions", "3")
            .config("spark.databricks.delta.snapshotPartitions", "2")
            .config("spark.ui.enabled", "false")
            .master("local[2]")
            .appName("tables")
            .getOrCreate();
  }

  private static boolean areThere() {
    try {
      return Class.forName(DELTA) != null;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @AfterAll
  static void close() {
    if (spark != null) {
      spark.stop();
    }
  }

  @Test
  void aDeltaTableHasACommitForEachVersionAndGoesBackToAny() throws IOException {
    String table = directory.resolve("exports/delta/table").toString();
    everyVersionIsOneCommit(
        Exports.of("delta", Map.of(), new Problems()).orElseThrow(),
        OddVersion.rows(spark).withColumnRenamed(ODD, "odd"),
        "DESCRIBE HISTORY delta.`" + table + "`",
        commit -> spark.read().format("delta").option("versionAsOf", commit).load(table));
  }

  @Test
  void anIcebergTableHasASnapshotForEachVersionAndGoesBackToAny() throws IOException {
    String snapshots = "SELECT snapshot_id FROM lake.art.images.snapshots ORDER BY committed_at";
    everyVersionIsOneCommit(
        Exports.of("iceberg", Map.of("table", "lake.art.images"), new Problems()).orElseThrow(),
        OddVersion.rows(spark),
        snapshots,
        commit ->
            spark.sql(
                "SELECT * FROM lake.art.images VERSION AS OF "
                    + spark.sql(snapshots).collectAsList().get(commit).getLong(0)));
  }

  private void everyVersionIsOneCommit(
      Export export, Dataset<Row> rows, String commits, IntFunction<Dataset<Row>> table)
      throws IOException {
    Dataset<Row> best = rows.where(col(Columns.RANK).equalTo(1)).drop("flag");
    CommittedVersion first = OddVersion.version(best, directory, 1, "first");
    CommittedVersion second = OddVersion.version(rows, directory, 2, "second");
    Exports.write(export, first);
    Exports.write(export, second);
    assertSame(table.apply(0), best);
    assertSame(table.apply(1), rows);

    // As if killed before the record; and of one that is whole, the table is looked into.
    Files.delete(directory.resolve("exports/" + export.kind() + "/0002/export.json"));
    Exports.write(export, second);
    Exports.write(export, first);
    assertThat(spark.sql(commits).count()).isEqualTo(2);

    assertThatThrownBy(
            () -> Exports.write(export, OddVersion.version(rows, directory, 2, "of others")))
        .hasMessageContaining("holds version 2 of another data set");
    Exports.write(export, OddVersion.version(best, directory, 4, "fourth"));
    assertThatThrownBy(() -> Exports.write(export, OddVersion.version(rows, directory, 3, "third")))
        .hasMessageContaining("holds version 4 and not 3, expected versions in their order");
    assertThat(spark.sql(commits).count()).isEqualTo(3);
  }

  private static void assertSame(Dataset<Row> table, Dataset<Row> rows) {
    String[] columns = rows.columns();
    assertThat(table.columns()).containsExactlyInAnyOrder(columns);
    Dataset<Row> found = table.selectExpr(quoted(columns));
    assertThat(found.exceptAll(rows).count()).isZero();
    assertThat(rows.exceptAll(found).count()).isZero();
  }

  private static String[] quoted(String... columns) {
    String[] quoted = new String[columns.length];
    for (int i = 0; i < columns.length; i++) {
      quoted[i] = Columns.quoted(columns[i]);
    }
    return quoted;
  }

  @Test
  void whatATableDoesNotTakeIsOneSentence() {
    Export delta = Exports.of("delta", Map.of(), new Problems()).orElseThrow();
    assertThatThrownBy(
            () -> Exports.write(delta, OddVersion.version(OddVersion.rows(spark), directory)))
        .hasMessageStartingWith("the export delta: ")
        .hasMessageNotContaining("\n");
    Export nowhere =
        Exports.of("iceberg", Map.of("table", "pond.art.images"), new Problems()).orElseThrow();
    Dataset<Row> rows = OddVersion.rows(spark).withColumn("more", lit(1));
    assertThatThrownBy(() -> Exports.write(nowhere, OddVersion.version(rows, directory)))
        .hasMessage(
            "the export iceberg needs Spark's setting spark.sql.catalog.pond, such as"
                + " org.apache.iceberg.spark.SparkCatalog, which was not given");
  }
}
