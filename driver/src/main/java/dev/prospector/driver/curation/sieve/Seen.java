package dev.prospector.driver.curation.sieve;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.prospector.driver.curation.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What an expression sees of a row. */
final class Seen {
  /** A text in quotes, in which names are none, or a name, perhaps in back quotes or with a dot. */
  private static final Pattern NAME =
      Pattern.compile(
          "'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|(`[^`]+`|\\w+)(?:\\.(`[^`]+`|\\w+))?");

  private static final Map<String, String> NULLS = Map.of("ignoreNullFields", "false");

  private Seen() {}

  /** The columns that an expression names, with their values, as JSON. */
  static Column of(String expression, StructType rows) {
    Map<String, Column> seen = new TreeMap<>();
    Matcher names = NAME.matcher(expression);
    while (names.find()) {
      if (names.group(1) == null) {
        continue;
      }
      field(names.group(1), rows).ifPresent(column -> add(column, names.group(2), seen));
    }
    List<Column> columns = new ArrayList<>();
    seen.forEach((name, column) -> columns.add(column.as(name)));
    return to_json(struct(columns.toArray(Column[]::new)), NULLS);
  }

  private static void add(StructField column, String inner, Map<String, Column> seen) {
    Column whole = col(Columns.quoted(column.name()));
    if (inner != null && column.dataType() instanceof StructType struct) {
      field(inner, struct)
          .ifPresent(
              field -> seen.put(column.name() + "." + field.name(), whole.getField(field.name())));
    } else if (isSmall(column.dataType())) {
      seen.put(column.name(), whole);
    }
  }

  private static boolean isSmall(DataType type) {
    return !type.typeName().matches("binary|array|map|vector");
  }

  private static java.util.Optional<StructField> field(String name, StructType struct) {
    String bare = name.replace("`", "");
    return Arrays.stream(struct.fields())
        .filter(field -> field.name().equalsIgnoreCase(bare))
        .findFirst();
  }
}
