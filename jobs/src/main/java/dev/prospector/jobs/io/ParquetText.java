package dev.prospector.jobs.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.BsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** Parquet's values as text: those of {@link ParquetScalar} as they print, others as JSON. */
final class ParquetText {
  /** That are written out; a footer may claim any number of them. */
  private static final int MOST_PLACES = 256;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ParquetText() {}

  /**
   * A column of a row; nothing if it is null.
   *
   * @throws IOException if there is text in it that is not UTF-8
   */
  static Optional<String> of(Group row, Type column) throws IOException {
    JsonNode value = value(row, column);
    return value.isNull() ? Optional.empty() : Optional.of(text(value));
  }

  private static String text(JsonNode value) {
    if (value.isBigDecimal() && value.decimalValue().scale() <= MOST_PLACES) {
      return value.decimalValue().toPlainString();
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  static boolean isString(Type column) {
    return is(column, PrimitiveTypeName.BINARY)
        && LogicalTypeAnnotation.stringType().equals(column.getLogicalTypeAnnotation());
  }

  static boolean isInteger(Type column) {
    return is(column, PrimitiveTypeName.INT32) || is(column, PrimitiveTypeName.INT64);
  }

  /** Whether there are bytes in it that are no text, such as images. */
  static boolean holdsBytes(Type column) {
    if (!column.isPrimitive()) {
      return column.asGroupType().getFields().stream().anyMatch(ParquetText::holdsBytes);
    }
    LogicalTypeAnnotation type = column.getLogicalTypeAnnotation();
    if (type instanceof DecimalLogicalTypeAnnotation) {
      return false;
    }
    boolean isText = type != null && !(type instanceof BsonLogicalTypeAnnotation);
    return holds(column, PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
        || (holds(column, PrimitiveTypeName.BINARY) && !isText);
  }

  /** What a column's values are called. */
  static String kind(Type column) {
    if (column.isRepetition(Repetition.REPEATED)
        || column.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
      return "list";
    }
    if (!column.isPrimitive()) {
      boolean isMap = column.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation;
      return isMap ? "map" : "struct";
    }
    return column.asPrimitiveType().getPrimitiveTypeName().name().toLowerCase(Locale.ROOT);
  }

  private static boolean is(Type column, PrimitiveTypeName type) {
    return column.isPrimitive() && !column.isRepetition(Repetition.REPEATED) && holds(column, type);
  }

  private static boolean holds(Type column, PrimitiveTypeName type) {
    return column.asPrimitiveType().getPrimitiveTypeName() == type;
  }

  private static JsonNode value(Group group, Type field) throws IOException {
    int count = group.getFieldRepetitionCount(field.getName());
    if (field.isRepetition(Repetition.REPEATED)) {
      ArrayNode items = JSON.arrayNode();
      for (int i = 0; i < count; i++) {
        items.add(value(group, field, i));
      }
      return items;
    }
    return count == 0 ? JSON.nullNode() : value(group, field, 0);
  }

  private static JsonNode value(Group group, Type field, int index) throws IOException {
    if (field.isPrimitive()) {
      return ParquetScalar.of(group, field, index);
    }
    Group nested = group.getGroup(field.getName(), index);
    if (field.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
      // A list is a group of one repeated group of one element.
      Type repeated = nested.getType().getType(0);
      ArrayNode items = JSON.arrayNode();
      for (int i = 0; i < nested.getFieldRepetitionCount(0); i++) {
        JsonNode item = value(nested, repeated, i);
        items.add(item.isObject() && item.size() == 1 ? item.elements().next() : item);
      }
      return items;
    }
    if (isMap(field)) {
      return map(nested);
    }
    ObjectNode object = JSON.objectNode();
    for (Type child : nested.getType().getFields()) {
      object.set(child.getName(), value(nested, child));
    }
    return object;
  }

  /** A map is a group of one repeated group of a key and a value; some have keys alone. */
  private static boolean isMap(Type field) {
    if (!(field.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation)) {
      return false;
    }
    List<Type> inside = field.asGroupType().getFields();
    return inside.size() == 1
        && !inside.get(0).isPrimitive()
        && inside.get(0).isRepetition(Repetition.REPEATED)
        && inside.get(0).asGroupType().getFieldCount() == 2;
  }

  private static JsonNode map(Group entries) throws IOException {
    GroupType entry = entries.getType().getType(0).asGroupType();
    ObjectNode map = JSON.objectNode();
    for (int i = 0; i < entries.getFieldRepetitionCount(0); i++) {
      Group one = entries.getGroup(0, i);
      map.set(text(value(one, entry.getType(0))), value(one, entry.getType(1)));
    }
    return map;
  }
}
