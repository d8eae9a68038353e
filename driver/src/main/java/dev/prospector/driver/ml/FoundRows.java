package dev.prospector.driver.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.prospector.driver.api.SearchResult;
import dev.prospector.driver.ml.image.PngDecoder;
import dev.prospector.driver.record.LineageJson;
import dev.prospector.driver.record.LiteralPath;
import dev.prospector.driver.record.ResultRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a search found as a DataFrame: the ids of prompts in a column of their own, and a stage's
 * {@linkplain OutputColumns columns}.
 */
final class FoundRows {
  private static final String ID = "prompt_id";
  private static final String BYTES = "bytes";

  /** A task's data must stay far below what Spark sends with a task, 128 MiB. */
  private static final long BYTES_OF_A_TASK = 16 << 20;

  private final SparkSession spark;
  private final StructType schema;
  private final List<Row> rows = new ArrayList<>();
  private long bytes;

  private FoundRows(SparkSession spark, List<String> verifiers) {
    StructType scores = new StructType();
    for (String verifier : verifiers) {
      scores = scores.add(verifier, DataTypes.DoubleType);
    }
    this.spark = spark;
    this.schema =
        new StructType()
            .add(ID, DataTypes.StringType)
            .add(OutputColumns.RANK, DataTypes.IntegerType)
            .add(OutputColumns.IMAGE, new StructType().add(BYTES, DataTypes.BinaryType))
            .add(OutputColumns.SCORE, DataTypes.DoubleType)
            .add(OutputColumns.SCORES, scores)
            .add(OutputColumns.SEED, DataTypes.LongType)
            .add(OutputColumns.LINEAGE, DataTypes.StringType)
            .add(OutputColumns.NFE, DataTypes.LongType)
            .add(OutputColumns.ERROR, DataTypes.StringType);
  }

  /**
   * The rows of a search: those of a run's directory are read from its files whenever they are
   * needed, others are here.
   *
   * @param id the name of the column of ids
   */
  static Dataset<Row> of(SearchResult result, String id, OutputColumns to, SparkSession spark) {
    List<String> verifiers = result.record().verifiers().all();
    Dataset<Row> rows =
        result
            .directory()
            .map(directory -> spark.read().parquet(LiteralPath.of(directory) + "/results"))
            .orElseGet(() -> inMemory(result, verifiers, spark));
    return shaped(rows, verifiers, id, to);
  }

  private static Dataset<Row> inMemory(
      SearchResult result, List<String> verifiers, SparkSession spark) {
    FoundRows found = new FoundRows(spark, verifiers);
    try (Stream<ResultRow.Found> winners = result.winners();
        Stream<ResultRow.Failed> failed = result.failed()) {
      winners.forEach(one -> found.add(one, verifiers));
      failed.forEach(one -> found.add(one.promptId(), one.nfe(), one.error()));
    }
    return found.dataset();
  }

  /** Rows of what is no prompt, by its id, with the reason. */
  static Dataset<Row> of(
      Map<String, String> refused, String id, OutputColumns to, SparkSession spark) {
    FoundRows found = new FoundRows(spark, List.of());
    refused.forEach((key, reason) -> found.add(key, 0, reason));
    return shaped(found.dataset(), List.of(), id, to);
  }

  private static Dataset<Row> shaped(
      Dataset<Row> rows, List<String> verifiers, String id, OutputColumns to) {
    Column png = col(OutputColumns.IMAGE).getField(BYTES);
    Column image =
        udf(new PngDecoder(), ImageSchema.columnSchema())
            .apply(png, col(ID), col(OutputColumns.RANK));
    return rows.select(
        col(ID).as(id),
        col(OutputColumns.RANK).as(to.name(OutputColumns.RANK)),
        image.as(to.name(OutputColumns.IMAGE)),
        png.as(to.name(OutputColumns.PNG)),
        col(OutputColumns.SCORE).as(to.name(OutputColumns.SCORE)),
        scores(verifiers).as(to.name(OutputColumns.SCORES)),
        col(OutputColumns.SEED).as(to.name(OutputColumns.SEED)),
        col(OutputColumns.LINEAGE).as(to.name(OutputColumns.LINEAGE)),
        col(OutputColumns.NFE).as(to.name(OutputColumns.NFE)),
        col(OutputColumns.ERROR).as(to.name(OutputColumns.ERROR)));
  }

  /** A map, since a DataFrame's type must not depend on who judges; null without an image. */
  private static Column scores(List<String> verifiers) {
    List<Column> entries = new ArrayList<>();
    for (String verifier : verifiers) {
      entries.add(lit(verifier));
      entries.add(col(OutputColumns.SCORES).getField(verifier));
    }
    DataType type = OutputColumns.ALL.apply(OutputColumns.SCORES).dataType();
    if (entries.isEmpty()) {
      return lit(null).cast(type);
    }
    Column given =
        map_filter(map(entries.toArray(Column[]::new)), (verifier, score) -> score.isNotNull());
    return when(col(OutputColumns.RANK).isNotNull(), given);
  }

  private void add(ResultRow.Found found, List<String> verifiers) {
    byte[] png = found.image().bytes();
    bytes += png.length;
    rows.add(
        RowFactory.create(
            found.promptId(),
            found.rank(),
            RowFactory.create((Object) png),
            found.score(),
            RowFactory.create(verifiers.stream().map(name -> found.scores().get(name)).toArray()),
            found.lineage().seed(),
            LineageJson.write(found.lineage()),
            found.nfe(),
            null));
  }

  private void add(String id, long nfe, String error) {
    rows.add(RowFactory.create(id, null, null, null, null, null, null, nfe, error));
  }

  private Dataset<Row> dataset() {
    int tasks = 1 + (int) (bytes / BYTES_OF_A_TASK);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataFrame(context.parallelize(rows, tasks), schema);
  }
}
