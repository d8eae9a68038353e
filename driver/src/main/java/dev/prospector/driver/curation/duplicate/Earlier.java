package dev.prospector.driver.curation.duplicate;

import dev.prospector.driver.curation.table.Columns;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Those of the images that the last version has kept.
 *
 * @param kept their {@code uid}
 */
record Earlier(Dataset<Row> kept) implements Others {

  @Override
  public String words() {
    return "an earlier image";
  }

  @Override
  public String key() {
    return "stays";
  }

  @Override
  public Dataset<Row> of(Dataset<Row> rows) {
    return rows.join(kept.select(Columns.UID), new String[] {Columns.UID}, "left_semi");
  }
}
