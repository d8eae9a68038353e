package dev.prospector.driver.curation.pool;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.record.RunRecord.Verifiers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * What searches have found, in their result files: nothing is read before it is asked for, and
 * images only where they are.
 */
public final class Pool {
  /** Why a prompt has no image. */
  public static final String ERROR = RunTables.ERROR;

  private static final String FIRST = "_first";

  private final RunTables tables;

  private Pool(RunTables tables) {
    this.tables = tables;
  }

  /** What searches that have ended found. */
  public static Pool of(
      Searches searches, Verifiers verifiers, SparkSession spark, Configuration conf)
      throws IOException {
    return new Pool(RunTables.of(searches, verifiers, spark, conf));
  }

  /** What they scored. */
  public Candidates candidates() {
    return new Candidates(tables);
  }

  private Column uid() {
    return tables.name(Columns.RANK);
  }

  /** The ids of prompts that have images. */
  public Dataset<Row> prompts() {
    return tables.found().where(col(Columns.RANK).equalTo(1)).select(Columns.PROMPT_ID);
  }

  /** Prompts that have none, and why, as their last search says. */
  public Dataset<Row> failed() {
    return tables
        .results()
        .where(col(ERROR).isNotNull())
        .groupBy(Columns.PROMPT_ID)
        .agg(max_by(col(ERROR), struct(col(Columns.RUN), col(ERROR))).as(ERROR))
        .join(prompts(), by(Columns.PROMPT_ID), "left_anti");
  }

  private static String[] by(String column) {
    return new String[] {column};
  }

  /** The images of prompts, with what is known of those, without their bytes. */
  public Dataset<Row> rows(Dataset<Row> prompts) {
    Dataset<Row> winners =
        tables
            .found()
            .select(
                uid().as(Columns.UID),
                col(Columns.PROMPT_ID),
                col(Columns.RANK),
                col(Columns.SCORE),
                col(Columns.SCORES),
                col(Columns.SEED),
                col(Columns.LINEAGE),
                col(Columns.LEGS),
                col(Columns.NFE),
                col(Columns.RUN));
    Dataset<Row> first =
        tables
            .firstSamples()
            .select(
                col(Columns.PROMPT_ID),
                col(Columns.RUN),
                col(Columns.SCORE).as(Columns.FIRST_SCORE),
                col(Columns.SCORES).as(FIRST));
    Dataset<Row> joined =
        winners
            // Of the same search: in an earlier one all of a prompt's candidates may have failed.
            .join(first, new String[] {Columns.PROMPT_ID, Columns.RUN}, "left")
            .join(prompts, by(Columns.PROMPT_ID), "inner");
    List<Column> columns =
        new ArrayList<>(
            Stream.of(
                    Columns.UID,
                    Columns.PROMPT_ID,
                    Columns.PROMPT,
                    Columns.RANK,
                    Columns.SCORE,
                    Columns.SCORES,
                    Columns.FIRST_SCORE)
                .map(name -> col(name))
                .toList());
    columns.add(col(Columns.SCORE).minus(col(Columns.FIRST_SCORE)).as(Columns.GAIN));
    columns.add(gains().as(Columns.GAINS));
    columns.add(agreement().as(Columns.AGREEMENT));
    Stream.of(
            Columns.SEED,
            Columns.LINEAGE,
            Columns.LEGS,
            Columns.NFE,
            Columns.RUN,
            Columns.SOURCE,
            Columns.LINE)
        .forEach(name -> columns.add(col(name)));
    Stream.of(prompts.columns())
        .filter(name -> !Columns.isOwn(name))
        .forEach(name -> columns.add(col(Columns.quoted(name))));
    return joined.select(columns.toArray(Column[]::new));
  }

  private static Column gain(String verifier) {
    return col(Columns.SCORES).getField(verifier).minus(col(FIRST).getField(verifier));
  }

  private Column gains() {
    return struct(
        tables.verifiers().all().stream()
            .map(verifier -> gain(verifier).as(verifier))
            .toArray(Column[]::new));
  }

  private Column agreement() {
    Column agreeing = lit(0.0);
    for (String verifier : tables.verifiers().heldOut()) {
      agreeing = agreeing.plus(when(gain(verifier).geq(0), lit(1.0)).otherwise(lit(0.0)));
    }
    return tables.verifiers().heldOut().isEmpty()
        ? lit(null).cast(DataTypes.DoubleType)
        : agreeing.divide(lit((double) tables.verifiers().heldOut().size()));
  }

  /** Images by {@link Columns#UID}. */
  public Dataset<Row> images() {
    return tables.found().select(uid().as(Columns.UID), col(Columns.IMAGE));
  }
}
