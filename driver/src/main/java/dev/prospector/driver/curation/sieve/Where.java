package dev.prospector.driver.curation.sieve;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.prospector.driver.curation.table.Columns;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps rows of which a Spark SQL expression is true; those of which it is null go too.
 *
 * @param rule the expression
 */
record Where(String rule) implements Sieve {

  @Override
  public Dataset<Row> judge(Dataset<Row> rows) {
    Column stays = coalesce(expr(rule), lit(false));
    return rows.withColumn(
        Columns.VALUE, when(stays, lit(null)).otherwise(Seen.of(rule, rows.schema())));
  }
}
