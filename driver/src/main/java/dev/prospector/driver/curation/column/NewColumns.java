package dev.prospector.driver.curation.column;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import dev.prospector.driver.curation.sieve.Analysis;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.curation.table.TableSchema;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.ml.image.PngDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What a transformer gave that was not there before, without images, in a table's plain types. */
final class NewColumns {
  private NewColumns() {}

  /**
   * The columns that a step adds to such rows.
   *
   * @throws InvalidInputException if it can't take them, or what it gives can't be added
   */
  static StructType of(LoadedStep step, Dataset<Row> rows) {
    try {
      Dataset<Row> none = rows.limit(0).withColumn(Columns.PNG, lit(null).cast("binary"));
      Dataset<Row> given = step.transform(seen(none));
      List<String> names = names(step, seen(none).schema(), given.schema());
      StructType all = select(given, names).schema();
      return new StructType(Arrays.copyOfRange(all.fields(), 1, all.length()));
    } catch (InvalidInputException e) {
      throw e;
    } catch (Exception e) { // Spark's are checked, though nothing says that they come.
      throw step.refused("can't take the rows: " + Analysis.sentence(e));
    }
  }

  /** Rows with their file as transformers see them: with the image besides, as Spark has it. */
  static Dataset<Row> seen(Dataset<Row> rows) {
    Column image =
        udf(new PngDecoder(), ImageSchema.columnSchema())
            .apply(col(Columns.PNG), col(Columns.PROMPT_ID), col(Columns.RANK));
    return rows.withColumn(Columns.IMAGE, image);
  }

  /** The names of rows, and of some columns that a step gave. */
  static Dataset<Row> select(Dataset<Row> given, List<String> names) {
    List<Column> columns = new ArrayList<>(List.of(col(Columns.UID)));
    for (String name : names) {
      Column column = col(Columns.quoted(name));
      boolean isDecimal =
          given.schema().apply(given.schema().fieldIndex(name)).dataType() instanceof DecimalType;
      columns.add(isDecimal ? column.cast(DataTypes.DoubleType).as(name) : column);
    }
    return TableSchema.plain(given.select(columns.toArray(Column[]::new)));
  }

  private static List<String> names(LoadedStep step, StructType before, StructType after) {
    Set<String> old = new TreeSet<>();
    for (String name : before.fieldNames()) {
      old.add(name.toLowerCase(Locale.ROOT));
    }
    Set<String> seen = new TreeSet<>();
    List<StructField> added = new ArrayList<>();
    for (StructField field : after.fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (!seen.add(name)) {
        throw step.refused(
            "gives two columns '%s', expected a name that no other has".formatted(field.name()));
      }
      if (!old.contains(name)) {
        added.add(field);
      }
    }
    if (!seen.contains(Columns.UID)) {
      throw step.refused("gives no column 'uid', expected that rows keep theirs");
    }
    List<String> names =
        withoutImage(added).stream()
            .filter(field -> !isImage(field.dataType()))
            .map(StructField::name)
            .toList();
    if (names.isEmpty()) {
      throw step.refused("adds no column, expected one or more, besides images and bytes");
    }
    for (String name : names) {
      if (Columns.isOwn(name)) {
        throw step.refused("adds a column '%s', expected another name".formatted(name));
      }
    }
    return names;
  }

  private static boolean isImage(DataType type) {
    return type.equals(DataTypes.BinaryType) || type.equals(ImageSchema.columnSchema());
  }

  /** Without an image's fields, where they are columns: stages of DJL's want them so. */
  private static List<StructField> withoutImage(List<StructField> added) {
    List<String> fields = Arrays.asList(ImageSchema.columnSchema().fieldNames());
    List<String> names = added.stream().map(StructField::name).toList();
    return names.containsAll(fields)
        ? added.stream().filter(field -> !fields.contains(field.name())).toList()
        : added;
  }
}
