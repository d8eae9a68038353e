package dev.prospector.driver.curation.sieve;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.prospector.driver.curation.table.Columns;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Keeps rows of which a Spark SQL expression is true; those of which it is null go too.
 *
 * @param rule the expression
 */
record Where(String rule) implements Sieve {

  @Override
  public Dataset<Row> judge(Dataset<Row> rows) {
    DataType type = rows.select(expr(rule)).schema().apply(0).dataType();
    if (!type.equals(DataTypes.BooleanType) && !type.equals(DataTypes.NullType)) {
      throw new IllegalArgumentException(
          "an expression that is true or false, this one is of type " + type.simpleString());
    }
    Column stays = coalesce(expr(rule), lit(false));
    return rows.withColumn(
        Columns.VALUE, when(stays, lit(null)).otherwise(Seen.of(rule, rows.schema())));
  }
}
