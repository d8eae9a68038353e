package dev.prospector.driver.curation.sieve;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.prospector.driver.curation.table.Columns;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Keeps at most so many rows of each group: those with the best scores, of equal ones those with
 * the smaller {@code uid}.
 *
 * @param rule in words
 * @param most 1 or more
 * @param per the column with the groups
 */
record AtMost(String rule, long most, String per) implements Sieve {
  private static final String PLACE = "_place";

  @Override
  public Dataset<Row> judge(Dataset<Row> rows) {
    Column group = Groups.column(per, rows);
    Column seen = to_json(struct(group.as("group"), col(PLACE).as("place")));
    return rows.withColumn(
            PLACE,
            row_number()
                .over(
                    Window.partitionBy(group)
                        .orderBy(col(Columns.SCORE).desc(), col(Columns.UID).asc())))
        .withColumn(Columns.VALUE, when(col(PLACE).leq(most), lit(null)).otherwise(seen))
        .drop(PLACE);
  }
}
