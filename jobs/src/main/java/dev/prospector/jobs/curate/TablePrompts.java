package dev.prospector.jobs.curate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_json;

import dev.prospector.driver.curation.table.Columns;
import dev.prospector.jobs.io.PromptColumns;
import dev.prospector.jobs.io.PromptIntake;
import dev.prospector.jobs.io.PromptSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Prompts of a table of Spark's, as those of a file: its columns are texts, nested ones JSON, and
 * bytes are left out. A table has no order, so its rows are counted, from 1, in that of their
 * prompts and then of their other columns.
 */
final class TablePrompts {
  private TablePrompts() {}

  /**
   * Reads them.
   *
   * @param name of the table, for messages
   * @param columns which are what
   * @throws dev.prospector.driver.input.InvalidInputException with everything that is wrong with it
   */
  static PromptSet read(String name, Dataset<Row> table, PromptColumns columns) {
    PromptIntake intake = new PromptIntake(name, "row", columns);
    if (intake.choose(1, List.of(table.columns()))) {
      List<StructField> read = read(table.schema(), intake);
      Column[] texts = read.stream().map(TablePrompts::text).toArray(Column[]::new);
      Column[] order =
          Stream.concat(
                  Stream.of(intake.promptColumn()), read.stream().map(StructField::name).sorted())
              .map(column -> col(Columns.quoted(column)).asc_nulls_first())
              .toArray(Column[]::new);
      long number = 0;
      for (Row row : table.select(texts).orderBy(order).collectAsList()) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < texts.length; i++) {
          cells.put(read.get(i).name(), row.getString(i));
        }
        number++;
        intake.row(number, number, cells);
      }
    }
    return intake.finish();
  }

  private static List<StructField> read(StructType schema, PromptIntake intake) {
    List<StructField> read = new ArrayList<>();
    for (StructField field : schema.fields()) {
      boolean isPrompt = field.name().equals(intake.promptColumn());
      if (!isPrompt && !intake.isCarried(field.name())) {
        continue;
      }
      if (field.dataType().equals(DataTypes.BinaryType)) {
        leaveOut(field.name(), isPrompt, intake);
      } else {
        read.add(field);
      }
    }
    return read;
  }

  private static void leaveOut(String column, boolean isPrompt, PromptIntake intake) {
    if (isPrompt) {
      intake.problem("column '%s' holds bytes, expected texts".formatted(column));
    } else {
      intake.note("'%s' holds bytes and is left out".formatted(column));
    }
  }

  private static Column text(StructField field) {
    Column column = col(Columns.quoted(field.name()));
    boolean isNested =
        field.dataType() instanceof StructType
            || field.dataType() instanceof ArrayType
            || field.dataType() instanceof MapType;
    return (isNested ? to_json(column) : column.cast(DataTypes.StringType)).as(field.name());
  }
}
