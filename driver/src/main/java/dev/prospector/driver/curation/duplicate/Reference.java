package dev.prospector.driver.curation.duplicate;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Images that are none of the data set.
 *
 * @param path where they are
 * @param facts of them
 */
record Reference(String path, Dataset<Row> facts) implements Others {

  @Override
  public String words() {
    return path;
  }

  @Override
  public String key() {
    return "reference";
  }

  @Override
  public Dataset<Row> of(Dataset<Row> rows) {
    return facts;
  }
}
