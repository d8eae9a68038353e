package dev.prospector.driver.record;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
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
      return feature.put("dtype", dtype(field.asPrimitiveType())).put("_type", "Value");
    }
    GroupType group = field.asGroupType();
    if (isImage(group)) {
      return feature.put("_type", "Image");
    }
    if (group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
      Type element = group.getType(0).asGroupType().getType(0);
      return feature.<ObjectNode>set("feature", feature(element)).put("_type", "List");
    }
    return features(group);
  }

  /** Hugging Face's Image is exactly this: a nullable struct, bytes before path. */
  private static boolean isImage(GroupType group) {
    return group.getFields().stream()
        .map(Type::getName)
        .toList()
        .equals(List.of(ResultColumns.BYTES, ResultColumns.PATH));
  }

  private static String dtype(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BINARY ->
          type.getLogicalTypeAnnotation() instanceof StringLogicalTypeAnnotation
              ? "string"
              : "binary";
      case BOOLEAN -> "bool";
      case FLOAT -> "float32";
      case INT32 -> "int32";
      case INT64 -> "int64";
      case DOUBLE -> "float64";
      default -> throw new IllegalArgumentException("no datasets type for a column of " + type);
    };
  }
}
