package dev.prospector.driver.curation.sieve;

import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.prospector.driver.curation.table.Columns;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Keeps the best share of each group: of n rows the ⌈percent · n / 100⌉ with the largest values, of
 * equal ones those with the smaller {@code uid}. Rows without a value go.
 *
 * @param rule in words
 * @param of the expression that is the larger the better
 * @param percent above 0 and at most 100
 * @param by the column with the groups; one group of all if there is none
 */
record Top(String rule, String of, double percent, Optional<String> by) implements Sieve {
  private static final String PLACE = "_place";
  private static final String ROWS = "_rows";

  @Override
  public Dataset<Row> judge(Dataset<Row> rows) {
    Column value = expr(of);
    WindowSpec group = Window.partitionBy(by.map(name -> Groups.column(name, rows)).orElse(lit(1)));
    Column kept = greatest(ceil(col(ROWS).multiply(percent).divide(100)), lit(1L));
    Column stays = value.isNotNull().and(col(PLACE).leq(kept));
    Column seen =
        to_json(
            struct(
                value.as("value"),
                col(PLACE).as("place"),
                col(ROWS).as("of"),
                kept.as("kept"),
                by.map(name -> Groups.column(name, rows))
                    .orElse(lit(null).cast("string"))
                    .as("group")));
    return rows.withColumn(
            PLACE,
            row_number().over(group.orderBy(value.desc_nulls_last(), col(Columns.UID).asc())))
        .withColumn(ROWS, count(lit(1)).over(group))
        .withColumn(Columns.VALUE, when(stays, lit(null)).otherwise(seen))
        .drop(PLACE, ROWS);
  }
}
