package dev.prospector.jobs.io;

import static dev.prospector.jobs.io.PromptIntake.ID;
import static dev.prospector.jobs.io.PromptIntake.PROMPT;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.driver.input.Problems;
import dev.prospector.executors.input.BoundedJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One JSON object a line with a key {@code prompt} and perhaps {@code id}, a string or an integer.
 * Without {@code id} it is the line's number, from 1. Of the other keys, scalars are carried as
 * their text, objects and lists as JSON; nulls are left out.
 */
final class JsonlPrompts {
  private static final JsonMapper JSON =
      BoundedJson.mapper()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JsonlPrompts() {}

  static void read(InputStream in, PromptIntake intake) throws IOException {
    Utf8Lines lines = new Utf8Lines(in, intake);
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (line.isBlank()) {
        intake.skip();
        continue;
      }
      try {
        object(lines.number(), JSON.readTree(line), intake);
      } catch (JsonProcessingException e) {
        intake.problem(
            lines.number(),
            "is not JSON (%s), expected one object a line".formatted(e.getOriginalMessage()));
      }
    }
  }

  private static void object(long line, JsonNode object, PromptIntake intake) {
    if (!object.isObject()) {
      intake.problem(
          line,
          "was %s, expected an object with a key 'prompt'"
              .formatted(Problems.quote(object.toString())));
      return;
    }
    JsonNode prompt = object.path(PROMPT);
    if (!prompt.isTextual()) {
      intake.problem(line, "key 'prompt' %s, expected text".formatted(found(prompt)));
      return;
    }
    JsonNode id = object.path(ID);
    if (!id.isMissingNode() && !id.isTextual() && !id.isIntegralNumber()) {
      intake.problem(line, "key 'id' %s, expected text or an integer".formatted(found(id)));
      return;
    }
    Map<String, String> columns = new LinkedHashMap<>();
    object
        .fields()
        .forEachRemaining(
            field -> {
              if (!field.getValue().isNull()) {
                columns.put(field.getKey(), text(field.getValue()));
              }
            });
    columns.remove(PROMPT);
    columns.remove(ID);
    intake.row(
        line, id.isMissingNode() ? Long.toString(line) : id.asText(), prompt.asText(), columns);
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static String found(JsonNode value) {
    return value.isMissingNode() ? "is missing" : "was " + value;
  }
}
