package dev.prospector.driver.curation.table;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Spark's rows as Parquet's, of types that every reader knows. */
public final class TableSchema {
  private TableSchema() {}

  /**
   * The same rows in plain types: vectors as arrays of numbers, maps as JSON, short numbers as
   * longer ones, all else that readers may not know, such as times and decimals, as text.
   */
  public static Dataset<Row> plain(Dataset<Row> rows) {
    Column[] columns =
        Arrays.stream(rows.schema().fields())
            .map(
                field ->
                    plain(col(Columns.quoted(field.name())), field.dataType()).as(field.name()))
            .toArray(Column[]::new);
    return rows.select(columns);
  }

  private static Column plain(Column column, DataType type) {
    if (type.equals(SQLDataTypes.VectorType())) {
      return functions.vector_to_array(column, "float64");
    }
    if (type instanceof MapType || (type instanceof ArrayType && !isPlain(type))) {
      return to_json(column);
    }
    if (type.equals(DataTypes.ByteType) || type.equals(DataTypes.ShortType)) {
      return column.cast(DataTypes.IntegerType);
    }
    return isPlain(type) ? column : column.cast(DataTypes.StringType);
  }

  private static boolean isPlain(DataType type) {
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).allMatch(field -> isPlain(field.dataType()));
    }
    if (type instanceof ArrayType array) {
      return !(array.elementType() instanceof ArrayType) && isPlain(array.elementType());
    }
    return List.of(
            DataTypes.StringType,
            DataTypes.BinaryType,
            DataTypes.BooleanType,
            DataTypes.IntegerType,
            DataTypes.LongType,
            DataTypes.FloatType,
            DataTypes.DoubleType)
        .contains(type);
  }

  /** The file's schema for rows of plain types. */
  public static MessageType of(StructType rows) {
    return new MessageType("table", fields(rows));
  }

  private static List<Type> fields(StructType struct) {
    List<Type> fields = new ArrayList<>();
    for (StructField field : struct.fields()) {
      fields.add(type(field.name(), field.dataType()));
    }
    return fields;
  }

  private static Type type(String name, DataType type) {
    if (type instanceof StructType struct) {
      return Types.optionalGroup().addFields(fields(struct).toArray(Type[]::new)).named(name);
    }
    if (type instanceof ArrayType array) {
      return Types.optionalList().element(type("element", array.elementType())).named(name);
    }
    if (type.equals(DataTypes.StringType)) {
      return Types.optional(PrimitiveTypeName.BINARY).as(stringType()).named(name);
    }
    return Types.optional(primitive(type)).named(name);
  }

  private static PrimitiveTypeName primitive(DataType type) {
    if (type instanceof BinaryType) {
      return PrimitiveTypeName.BINARY;
    }
    return switch (type.typeName()) {
      case "boolean" -> PrimitiveTypeName.BOOLEAN;
      case "integer" -> PrimitiveTypeName.INT32;
      case "long" -> PrimitiveTypeName.INT64;
      case "float" -> PrimitiveTypeName.FLOAT;
      case "double" -> PrimitiveTypeName.DOUBLE;
      default ->
          throw new IllegalArgumentException("a column of " + type + ", expected plain rows");
    };
  }

  /** Puts the first cells of a row into a group of the file. */
  public static void put(Row row, int cells, Group group) {
    for (int i = 0; i < cells; i++) {
      if (row.isNullAt(i)) {
        continue;
      }
      if (row.schema().apply(i).dataType() instanceof ArrayType) {
        Group list = group.addGroup(i);
        row.getList(i).forEach(element -> putElement(element, list.addGroup(0)));
      } else {
        put(row.get(i), i, group);
      }
    }
  }

  private static void putElement(Object element, Group list) {
    if (element != null) {
      put(element, 0, list);
    }
  }

  private static void put(Object value, int field, Group group) {
    if (value instanceof Row struct) {
      put(struct, struct.size(), group.addGroup(field));
    } else if (value instanceof String text) {
      group.add(field, text);
    } else if (value instanceof byte[] bytes) {
      group.add(field, Binary.fromConstantByteArray(bytes));
    } else if (value instanceof Boolean truth) {
      group.add(field, truth);
    } else if (value instanceof Integer number) {
      group.add(field, number);
    } else if (value instanceof Long number) {
      group.add(field, number);
    } else if (value instanceof Float number) {
      group.add(field, number);
    } else {
      group.add(field, ((Double) value).doubleValue());
    }
  }
}
