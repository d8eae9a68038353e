package dev.prospector.driver.curation.pool;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.substring;

import dev.prospector.driver.curation.table.Columns;
import dev.prospector.executors.candidate.Readout;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** All that searches scored: more than what they kept. */
public final class Candidates {
  /**
   * 32 hexadecimal digits that name a candidate: of the search, the prompt, and its way from noise.
   */
  public static final String NAME = "candidate";

  /** Evaluations of D on that way. */
  public static final String STEPS = "steps";

  public static final String ROUND = "round";
  public static final String INDEX = "index";

  private static final String N = "_n";
  private static final String[] ALIKE = {Columns.PROMPT_ID, Columns.RUN, STEPS};

  /** With the 20 of the prompt, as many as other names have. */
  private static final int UID_DIGITS = 12;

  private final RunTables tables;

  Candidates(RunTables tables) {
    this.tables = tables;
  }

  /**
   * Those that were scored and whose images were finished, without these; each once, as it was
   * scored first. Who could not win has the scores of searched verifiers alone.
   */
  public Dataset<Row> finished() {
    WindowSpec same = Window.partitionBy(col(NAME)).orderBy(col(ROUND), col(INDEX));
    return named(
            tables
                .logs()
                .where(
                    col(RunTables.READOUT)
                        .equalTo(Readout.IMAGE.name())
                        .and(col(RunTables.ERROR).isNull())))
        .withColumn(
            Columns.SEED,
            expr("element_at(from_json(lineage, 'array<struct<seed:bigint>>'), -1).seed"))
        .withColumn(N, row_number().over(same))
        .where(col(N).equalTo(1))
        .select(columns(ROUND, INDEX));
  }

  /** What the model draws for each prompt without a search. */
  public Dataset<Row> firstSamples() {
    return named(tables.firstSamples()).select(columns());
  }

  /** The images that searches kept, of winners and first samples, as {@link Columns#IMAGE}. */
  public Dataset<Row> images() {
    Dataset<Row> winners = named(tables.found()).select(NAME, Columns.IMAGE);
    return winners
        .unionByName(named(tables.firstSamples()).select(NAME, Columns.IMAGE))
        .dropDuplicates(NAME); // A first sample that won is there twice, the same.
  }

  /** The prompts that have images, with columns that result files carry. */
  public Dataset<Row> prompts(List<String> carried) {
    List<Column> columns = Columns.named(Columns.PROMPT_ID, Columns.PROMPT);
    columns.addAll(Columns.named(carried.toArray(String[]::new)));
    return tables
        .found(carried)
        .where(col(Columns.RANK).equalTo(1))
        .select(columns.toArray(Column[]::new));
  }

  /** {@link #NAME} and {@link #STEPS} of any rows with a way from noise. */
  public Dataset<Row> named(Dataset<Row> rows) {
    return rows.withColumn(NAME, tables.name(Columns.LINEAGE, Columns.LEGS))
        .withColumn(
            STEPS,
            expr(
                "aggregate(from_json(legs, 'array<struct<steps:int>>'), 0,"
                    + " (sum, leg) -> sum + leg.steps)"));
  }

  /**
   * Those of candidates that were drawn with as many steps as their prompt's best.
   *
   * @param best one image for each prompt, {@linkplain #named named}
   */
  public static Dataset<Row> comparable(Dataset<Row> candidates, Dataset<Row> best) {
    return candidates.join(
        best.select(Columns.named(ALIKE).toArray(Column[]::new)), ALIKE, "left_semi");
  }

  /**
   * Names something of a prompt: what is of one prompt lies beside each other.
   *
   * @param digits hexadecimal ones that tell it from the prompt's others
   */
  public static Column uid(Column digits) {
    return concat(col(Columns.PROMPT_ID), substring(digits, 1, UID_DIGITS));
  }

  private static Column[] columns(String... more) {
    return Stream.concat(
            Stream.of(
                NAME,
                Columns.PROMPT_ID,
                Columns.RUN,
                Columns.SEED,
                Columns.LINEAGE,
                Columns.LEGS,
                STEPS,
                Columns.SCORES),
            Stream.of(more))
        .map(name -> col(name))
        .toArray(Column[]::new);
  }
}
