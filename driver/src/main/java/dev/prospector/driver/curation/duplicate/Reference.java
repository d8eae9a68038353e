package dev.prospector.driver.curation.duplicate;

import dev.prospector.driver.curation.fact.Facts;
import dev.prospector.driver.curation.fact.ReferenceSet;
import dev.prospector.driver.input.InvalidInputException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Images that are none of the data set.
 *
 * @param path where they are
 * @param facts of them
 */
record Reference(String path, Dataset<Row> facts) implements Others {

  /**
   * Looks at a reference set, so that one that can't be read is found before anything else is done.
   *
   * @throws InvalidInputException if it can't be read, or one of its files
   */
  static Reference of(ReferenceSet set, Facts facts, SparkSession spark) {
    Dataset<Row> found = facts.of(set.images(spark));
    try {
      found.count();
    } catch (Exception e) { // Spark's are checked, though nothing says that they come.
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof InvalidInputException unreadable) {
          throw unreadable;
        }
      }
      throw e;
    }
    return new Reference(set.path(), found);
  }

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
