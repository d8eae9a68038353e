package dev.prospector.driver.curation.duplicate;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What near facts have in common, so that only those that share a key are compared. */
interface Keys {

  /**
   * Gives facts keys.
   *
   * @param facts rows of a name and a fact
   * @return rows of key, name and fact: one for each of a fact's keys
   */
  Dataset<Row> of(Dataset<Row> facts);
}
