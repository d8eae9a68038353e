package dev.prospector.driver.curation.sieve;

import static org.apache.spark.sql.functions.col;

import dev.prospector.driver.curation.table.Columns;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What rules that look at many rows at once found, brought back to the rows. */
public final class Verdicts {
  private static final StructType SCHEMA =
      new StructType()
          .add(Columns.UID, DataTypes.StringType)
          .add(Columns.VALUE, DataTypes.StringType);

  private Verdicts() {}

  /**
   * Adds {@link Columns#VALUE} to rows.
   *
   * @param went {@link Columns#UID} of those that go, and what the rule saw, as JSON
   */
  public static Dataset<Row> add(Dataset<Row> rows, JavaRDD<Row> went) {
    List<Column> columns = Columns.named(rows.columns());
    columns.add(col(Columns.VALUE));
    return rows.join(rows.sparkSession().createDataFrame(went, SCHEMA), Columns.UID, "left")
        .select(columns.toArray(Column[]::new));
  }
}
