package dev.prospector.executors.verify.vlm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;

/**
 * What an answer is to hold: an object of marks.
 *
 * @param keys of the object, in the order in which they are asked for
 * @param scoreKey the one that is the score
 * @param least lowest mark
 * @param most highest mark
 */
record AnswerFormat(List<String> keys, String scoreKey, double least, double most) {

  /** The axes of Ma et al. 2025, and the mark over all of them. */
  static final List<String> AXES =
      List.of(
          "accuracy",
          "originality",
          "visual_quality",
          "internal_consistency",
          "emotional_resonance",
          "overall");

  /** The range in words. */
  String range() {
    return "a number from %s to %s".formatted(plain(least), plain(most));
  }

  /** The format in words, for models whose server ignores the schema. */
  String instruction() {
    return "Answer with one JSON object and nothing else. Its keys are %s, each %s."
        .formatted(String.join(", ", keys), range());
  }

  /**
   * The JSON schema. Ranges stand in descriptions, since some servers refuse {@code minimum} and
   * {@code maximum} in strict schemas; {@link AnswerReader} holds the score to its range.
   */
  ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (String key : keys) {
      properties.putObject(key).put("type", "number").put("description", range());
      required.add(key);
    }
    return schema.put("additionalProperties", false);
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
