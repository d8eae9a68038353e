package dev.prospector.driver.curation.export;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.prospector.driver.curation.table.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of which a reader of JSON lines gets the same types in every split. It guesses them from the
 * values: a column without any has none, and texts that are all dates become times. Then {@code
 * datasets} refuses splits that differ, so columns of which it can't be sure are left out.
 *
 * @param rows without them
 * @param leftOut their names, those of fields of structs with a dot
 */
record JsonColumns(Dataset<Row> rows, List<String> leftOut) {
  private static final String DATE = "^\\d{4}-\\d\\d-\\d\\d";

  static JsonColumns of(Dataset<Row> rows) {
    Telling telling = new Telling(rows);
    List<Column> kept = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      telling
          .kept(column(field), field.dataType(), field.name())
          .ifPresent(column -> kept.add(column.as(field.name())));
    }
    return new JsonColumns(rows.select(kept.toArray(Column[]::new)), telling.leftOut);
  }

  private static Column column(StructField field) {
    return col(Columns.quoted(field.name()));
  }

  /** Which leaves of the columns tell their type, in the order in which they stand. */
  private static final class Telling {
    private final List<Boolean> told = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private int next;

    private Telling(Dataset<Row> rows) {
      List<Column> leaves = new ArrayList<>();
      for (StructField field : rows.schema().fields()) {
        addLeaves(column(field), field.dataType(), leaves);
      }
      Column[] tells = leaves.stream().map(leaf -> max(leaf)).toArray(Column[]::new);
      List<Row> splits =
          rows.groupBy(col(Columns.SPLIT))
              .agg(count(lit(1)), tells)
              .collectAsList(); // All of them count, in any order.
      for (int i = 0; i < tells.length; i++) {
        int at = i + 2; // After split and count.
        told.add(splits.stream().allMatch(split -> !split.isNullAt(at) && split.getBoolean(at)));
      }
    }

    private static void addLeaves(Column column, DataType type, List<Column> leaves) {
      if (type instanceof StructType struct) {
        for (StructField field : struct.fields()) {
          addLeaves(column.getField(field.name()), field.dataType(), leaves);
        }
      } else {
        leaves.add(tells(column, type));
      }
    }

    private static Column tells(Column column, DataType type) {
      Column there = column.isNotNull();
      if (type instanceof ArrayType array) {
        return exists(column, element -> tells(element, array.elementType()));
      }
      if (type.equals(DataTypes.StringType)) {
        return there.and(not(column.rlike(DATE)));
      }
      if (type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType)) {
        Column isInfinite = abs(column).equalTo(lit(Double.POSITIVE_INFINITY));
        return there.and(not(isnan(column).or(isInfinite)));
      }
      if (type instanceof StructType struct) {
        Column all = there;
        for (StructField field : struct.fields()) {
          all = all.and(tells(column.getField(field.name()), field.dataType()));
        }
        return all;
      }
      return there;
    }

    private Optional<Column> kept(Column column, DataType type, String name) {
      if (!(type instanceof StructType struct)) {
        if (told.get(next++)) {
          return Optional.of(column);
        }
        leftOut.add(name);
        return Optional.empty();
      }
      List<Column> fields = new ArrayList<>();
      for (StructField field : struct.fields()) {
        kept(column.getField(field.name()), field.dataType(), name + "." + field.name())
            .ifPresent(kept -> fields.add(kept.as(field.name())));
      }
      return fields.isEmpty()
          ? Optional.empty()
          : Optional.of(
              when(column.isNull(), lit(null)).otherwise(struct(fields.toArray(Column[]::new))));
    }
  }
}
