package dev.prospector.driver.curation.pool;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;

import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.record.LiteralPath;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunRecord.Verifiers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The files of searches that have ended, as tables with the search's name in {@code run}. */
final class RunTables {
  static final String ERROR = "error";
  static final String READOUT = "readout";

  private static final int UID_DIGITS = 32;

  private final SparkSession spark;
  private final String identity;
  private final Verifiers verifiers;
  private final List<String> results = new ArrayList<>();
  private final List<String> firstSamples = new ArrayList<>();
  private final List<String> logs = new ArrayList<>();

  private RunTables(SparkSession spark, String identity, Verifiers verifiers) {
    this.spark = spark;
    this.identity = identity;
    this.verifiers = verifiers;
  }

  static RunTables of(
      Searches searches, Verifiers verifiers, SparkSession spark, Configuration conf)
      throws IOException {
    RunTables tables = new RunTables(spark, searches.identity(), verifiers);
    for (String name : searches.done().keySet()) {
      RunCommits commits = RunCommits.of(searches.run(name), conf);
      paths(commits.results()).forEach(tables.results::add);
      paths(commits.baseline()).forEach(tables.firstSamples::add);
      paths(commits.logs()).forEach(tables.logs::add);
    }
    return tables;
  }

  private static Stream<String> paths(List<Path> parts) {
    return parts.stream().map(part -> LiteralPath.of(part.toString()));
  }

  Verifiers verifiers() {
    return verifiers;
  }

  /** Winners, and prompts without any, whose {@link #ERROR} says why. */
  Dataset<Row> results() {
    return read(results, schema());
  }

  /** Winners alone. */
  Dataset<Row> found() {
    return results().where(col(ERROR).isNull());
  }

  /** Winners with columns of their prompts. */
  Dataset<Row> found(List<String> carried) {
    StructType schema = schema().add(Columns.PROMPT, DataTypes.StringType);
    for (String column : carried) {
      schema = schema.add(column, DataTypes.StringType);
    }
    return read(results, schema).where(col(ERROR).isNull());
  }

  Dataset<Row> firstSamples() {
    return read(firstSamples, schema());
  }

  /** Every candidate of every round. */
  Dataset<Row> logs() {
    return read(
        logs,
        new StructType()
            .add(Columns.PROMPT_ID, DataTypes.StringType)
            .add(Candidates.ROUND, DataTypes.IntegerType)
            .add(Candidates.INDEX, DataTypes.IntegerType)
            .add(Columns.LINEAGE, DataTypes.StringType)
            .add(READOUT, DataTypes.StringType)
            .add(Columns.LEGS, DataTypes.StringType)
            .add(Columns.SCORES, scores())
            .add(ERROR, DataTypes.StringType));
  }

  /** Names a row of this search by its prompt and other columns: 32 hexadecimal digits. */
  Column name(String... columns) {
    List<Column> parts = new ArrayList<>(List.of(lit(identity), col(Columns.PROMPT_ID)));
    Stream.of(columns).forEach(column -> parts.add(col(column)));
    Column name = concat_ws("\n", parts.toArray(Column[]::new));
    return substring(sha2(name, 256), 1, UID_DIGITS);
  }

  private StructType scores() {
    StructType scores = new StructType();
    for (String verifier : verifiers.all()) {
      scores = scores.add(verifier, DataTypes.DoubleType);
    }
    return scores;
  }

  private StructType schema() {
    return new StructType()
        .add(Columns.PROMPT_ID, DataTypes.StringType)
        .add(Columns.RANK, DataTypes.IntegerType)
        .add(
            Columns.IMAGE,
            new StructType().add("bytes", DataTypes.BinaryType).add("path", DataTypes.StringType))
        .add(Columns.SCORE, DataTypes.DoubleType)
        .add(Columns.SCORES, scores())
        .add(Columns.SEED, DataTypes.LongType)
        .add(Columns.LINEAGE, DataTypes.StringType)
        .add(Columns.LEGS, DataTypes.StringType)
        .add(Columns.NFE, DataTypes.LongType)
        .add(ERROR, DataTypes.StringType);
  }

  private Dataset<Row> read(List<String> parts, StructType schema) {
    Dataset<Row> rows =
        parts.isEmpty()
            ? spark.createDataFrame(List.of(), schema)
            : spark.read().schema(schema).parquet(parts.toArray(String[]::new));
    Column file = parts.isEmpty() ? lit(null).cast("string") : col("_metadata.file_path");
    return rows.withColumn(Columns.RUN, regexp_extract(file, "^.*/searches/([^/]+)/", 1));
  }
}
