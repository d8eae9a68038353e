package dev.prospector.driver.curation.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;

/**
 * Rows of plain types as JSON. Bytes become Base64, and numbers that JSON has not, NaN and the
 * infinities, become null: readers take a column of numbers and words for one of words, or fail.
 */
final class RowJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private RowJson() {}

  /** The first columns of a row, in their order. */
  static ObjectNode of(Row row, int columns) {
    ObjectNode json = JSON.objectNode();
    StructField[] fields = row.schema().fields();
    for (int i = 0; i < columns; i++) {
      boolean isList = !row.isNullAt(i) && fields[i].dataType() instanceof ArrayType;
      json.set(fields[i].name(), isList ? list(row.getList(i)) : value(row.get(i)));
    }
    return json;
  }

  private static ArrayNode list(List<?> values) {
    ArrayNode list = JSON.arrayNode();
    values.forEach(value -> list.add(value(value)));
    return list;
  }

  private static JsonNode value(Object value) {
    if (value == null) {
      return JSON.nullNode();
    }
    if (value instanceof Row struct) {
      return of(struct, struct.size());
    }
    if (value instanceof String text) {
      return JSON.textNode(text);
    }
    if (value instanceof byte[] bytes) {
      return JSON.binaryNode(bytes);
    }
    if (value instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    }
    if (value instanceof Integer number) {
      return JSON.numberNode(number.intValue());
    }
    if (value instanceof Long number) {
      return JSON.numberNode(number.longValue());
    }
    if (value instanceof Float number) {
      return Float.isFinite(number) ? JSON.numberNode(number.floatValue()) : JSON.nullNode();
    }
    double number = (Double) value;
    return Double.isFinite(number) ? JSON.numberNode(number) : JSON.nullNode();
  }
}
