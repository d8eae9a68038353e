package dev.prospector.driver.curation.sieve;

import dev.prospector.driver.curation.table.Columns;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A rule by which images stay or go. Which do depends on the rows alone, and not on their order or
 * how Spark has partitioned them.
 */
public interface Sieve {

  /** The rule in words, as rejected rows, the manifest and the page have it. */
  String rule();

  /**
   * Judges rows.
   *
   * @param rows those that are still in, with the columns of {@link Columns} that images have at
   *     least
   * @return the same rows with one more column, {@link Columns#VALUE}: null for what stays, else
   *     what the rule saw, as JSON
   */
  Dataset<Row> judge(Dataset<Row> rows);
}
