package dev.prospector.executors.verify.vlm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.executors.settings.Setting;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;

/**
 * What an answer is to hold: an object of marks.
 *
 * @param keys of the object, in the order in which they are asked for
 * @param scoreKey the one that is the score
 * @param least lowest mark
 * @param most highest mark
 */
record AnswerFormat(
    @Setting(
            by = AnswerFormat.AXES,
            label = "NAME,…",
            help = "What the answer is to hold, each a number.")
        List<String> keys,
    @Setting(by = "overall", label = "NAME", help = "The one of keys that is the score.")
        String scoreKey,
    @Setting(name = "min", by = "0", min = -1e9, max = 1e9, label = "X", help = "The lowest score.")
        double least,
    @Setting(
            name = "max",
            by = "100",
            min = -1e9,
            max = 1e9,
            label = "X",
            help = "The highest score.")
        double most) {

  /** The axes of Ma et al. 2025 and the mark over all of them, separated by commas. */
  static final String AXES =
      "accuracy,originality,visual_quality,internal_consistency,emotional_resonance,overall";

  AnswerFormat {
    keys = List.copyOf(keys);
    if (!keys.stream().allMatch(key -> key.matches("[A-Za-z0-9_-]{1,64}"))
        || new HashSet<>(keys).size() < keys.size()) {
      throw wrong("keys", String.join(",", keys), "distinct names of letters, digits, '_' and '-'");
    }
    if (!keys.contains(scoreKey)) {
      throw wrong("score-key", scoreKey, "one of keys: " + String.join(", ", keys));
    }
    if (least >= most) {
      throw wrong("max", plain(most), "more than min, " + plain(least));
    }
  }

  private static IllegalArgumentException wrong(String option, String found, String expected) {
    return new IllegalArgumentException(
        "%s was %s, expected %s".formatted(option, found, expected));
  }

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
