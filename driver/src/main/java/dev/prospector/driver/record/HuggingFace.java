package dev.prospector.driver.record;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * The footer key by which Hugging Face {@code datasets} knows a column of images. Without it images
 * load as dictionaries of bytes. {@code datasets} reads {@code info.features}, and takes it only if
 * every feature's Arrow type equals the column's.
 */
final class HuggingFace {
  private HuggingFace() {}

  static Map<String, String> footer(GroupType schema) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("info").set("features", features(schema));
    return Map.of("huggingface", root.toString());
  }

  private static ObjectNode features(GroupType group) {
    ObjectNode features = JsonNodeFactory.instance.objectNode();
    for (Type field : group.getFields()) {
      features.set(field.getName(), feature(field));
    }
    return features;
  }

  private static ObjectNode feature(Type field) {
    ObjectNode feature = JsonNodeFactory.instance.objectNode();
    if (field.isPrimitive()) {
      PrimitiveTypeName type = field.asPrimitiveType().getPrimitiveTypeName();
      return feature.put("dtype", dtype(type)).put("_type", "Value");
    }
    if (field.getName().equals(ResultColumns.IMAGE)) {
      return feature.put("_type", "Image");
    }
    return features(field.asGroupType());
  }

  private static String dtype(PrimitiveTypeName type) {
    return switch (type) {
      case BINARY -> "string";
      case INT32 -> "int32";
      case INT64 -> "int64";
      case DOUBLE -> "float64";
      default -> throw new IllegalArgumentException("no datasets type for a column of " + type);
    };
  }
}
