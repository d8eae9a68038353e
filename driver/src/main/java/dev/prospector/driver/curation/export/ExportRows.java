package dev.prospector.driver.curation.export;

import static org.apache.spark.sql.functions.col;

import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.curation.table.TableSchema;
import dev.prospector.driver.input.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A version's rows as exports take them. */
final class ExportRows {
  /** An image's, as every reader of images in Parquet has them. */
  static final StructType IMAGE =
      new StructType().add("bytes", DataTypes.BinaryType).add("path", DataTypes.StringType);

  private ExportRows() {}

  /** In plain types, with the image in the last column. */
  static Dataset<Row> of(CommittedVersion version) {
    List<Column> columns = new ArrayList<>();
    for (String column : version.rows().columns()) {
      if (!column.equals(Columns.IMAGE)) {
        columns.add(col(Columns.quoted(column)));
      }
    }
    columns.add(col(Columns.IMAGE));
    return TableSchema.plain(version.rows().select(columns.toArray(Column[]::new)));
  }

  /**
   * Refuses a user's column of a name that an export has for something of its own.
   *
   * @throws InvalidInputException naming it
   */
  static void refuse(Dataset<Row> rows, String kind, Predicate<String> isTaken) {
    for (String column : rows.columns()) {
      if (isTaken.test(column.toLowerCase(Locale.ROOT))) {
        throw new InvalidInputException(
            "the export %s has a column %s of its own: the data set has one too, expected it under another name"
                .formatted(kind, column));
      }
    }
  }
}
