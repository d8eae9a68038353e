package dev.prospector.jobs.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * Parquet's values as text: scalars as they print, lists and structs as JSON. Dates and decimals
 * print as the integers that Parquet stores.
 */
final class ParquetText {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ParquetText() {}

  /**
   * A column of a row; nothing if it is null.
   *
   * @throws CharacterCodingException if there is text in it that is not UTF-8
   */
  static Optional<String> of(Group row, Type column) throws CharacterCodingException {
    JsonNode value = value(row, column);
    if (value.isNull()) {
      return Optional.empty();
    }
    return Optional.of(value.isValueNode() ? value.asText() : value.toString());
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
    return is(column, PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
        || is(column, PrimitiveTypeName.INT96)
        || (is(column, PrimitiveTypeName.BINARY) && column.getLogicalTypeAnnotation() == null);
  }

  private static boolean is(Type column, PrimitiveTypeName type) {
    return column.isPrimitive()
        && !column.isRepetition(Repetition.REPEATED)
        && column.asPrimitiveType().getPrimitiveTypeName() == type;
  }

  private static JsonNode value(Group group, Type field) throws CharacterCodingException {
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

  private static JsonNode value(Group group, Type field, int index)
      throws CharacterCodingException {
    if (field.isPrimitive()) {
      return scalar(group, field, index);
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
    ObjectNode object = JSON.objectNode();
    for (Type child : nested.getType().getFields()) {
      object.set(child.getName(), value(nested, child));
    }
    return object;
  }

  private static JsonNode scalar(Group group, Type field, int index)
      throws CharacterCodingException {
    String name = field.getName();
    switch (field.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32:
        int small = group.getInteger(name, index);
        return JSON.numberNode(isUnsigned(field) ? Integer.toUnsignedLong(small) : small);
      case INT64:
        long large = group.getLong(name, index);
        return isUnsigned(field)
            ? JSON.numberNode(new BigInteger(Long.toUnsignedString(large)))
            : JSON.numberNode(large);
      case FLOAT:
        return JSON.numberNode(group.getFloat(name, index));
      case DOUBLE:
        return JSON.numberNode(group.getDouble(name, index));
      case BOOLEAN:
        return JSON.booleanNode(group.getBoolean(name, index));
      default:
        return JSON.textNode(
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(group.getBinary(name, index).toByteBuffer())
                .toString());
    }
  }

  private static boolean isUnsigned(Type field) {
    return field.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation integer
        && !integer.isSigned();
  }
}
