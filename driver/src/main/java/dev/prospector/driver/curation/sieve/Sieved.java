package dev.prospector.driver.curation.sieve;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.prospector.driver.curation.dataset.Manifest.Stage;
import dev.prospector.driver.curation.table.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows after all rules, each of which saw what those before it had left. To be closed, since each
 * rule's verdicts stay with the executors until they are written.
 */
public final class Sieved implements AutoCloseable {
  private final List<Dataset<Row>> held = new ArrayList<>();
  private final List<Stage> stages = new ArrayList<>();
  private Dataset<Row> kept;
  private Dataset<Row> rejected;

  /** Rows before any rule. */
  public Sieved(Dataset<Row> rows) {
    this.kept = rows;
    this.rejected =
        rows.where(lit(false))
            .withColumn(Columns.VALUE, lit(null).cast("string"))
            .withColumn(Columns.RULE, lit(null).cast("string"));
  }

  /** Puts what is left through more rules. */
  public void judge(List<Sieve> sieves) {
    sieves.forEach(this::judge);
  }

  /** Gives what is left more columns, which rules after it may see. */
  public void extend(UnaryOperator<Dataset<Row>> more) {
    kept = more.apply(kept);
  }

  private void judge(Sieve sieve) {
    Dataset<Row> judged = sieve.judge(kept).persist(StorageLevel.MEMORY_AND_DISK());
    held.add(judged);
    Dataset<Row> told = withoutPlan(judged);
    Dataset<Row> gone =
        told.where(col(Columns.VALUE).isNotNull()).withColumn(Columns.RULE, lit(sieve.rule()));
    kept = told.where(col(Columns.VALUE).isNull()).drop(Columns.VALUE);
    rejected = rejected.unionByName(gone, true);
    stages.add(new Stage(sieve.rule(), kept.count()));
  }

  /**
   * The same rows as if they had been read. A rule's plan has that of the rules before it several
   * times, and Spark goes through plans as trees: six rules took minutes, whatever the rows.
   */
  private static Dataset<Row> withoutPlan(Dataset<Row> rows) {
    return rows.sparkSession().createDataFrame(rows.toJavaRDD(), rows.schema());
  }

  /** Rows that stay. */
  public Dataset<Row> kept() {
    return kept;
  }

  /** Rows that went, with {@link Columns#RULE} and {@link Columns#VALUE}. */
  public Dataset<Row> rejected() {
    return rejected;
  }

  /** How many were left after each rule. */
  public List<Stage> stages() {
    return List.copyOf(stages);
  }

  @Override
  public void close() {
    held.forEach(judged -> judged.unpersist());
  }
}
