package dev.prospector.driver.curation.duplicate;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Images that others are held against. */
interface Others {

  /** What a rule calls them. */
  String words();

  /** What one of them is called in what the rule saw. */
  String key();

  /**
   * Them.
   *
   * @param rows that are held against them, among which they may be
   * @return with {@code uid}, or whatever names them, and the columns of facts
   */
  Dataset<Row> of(Dataset<Row> rows);
}
