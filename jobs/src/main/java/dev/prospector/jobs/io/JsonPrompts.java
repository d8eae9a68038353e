package dev.prospector.jobs.io;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.input.Problems;
import dev.prospector.executors.input.BoundedJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * JSON objects, one a line or in an array, or texts that are prompts and nothing else. A prompt and
 * an id are text or an integer; without an id it is the line's or the element's number, from 1. Of
 * the other keys, scalars are carried as their text, objects and lists as JSON.
 */
final class JsonPrompts {
  private static final JsonMapper JSON =
      BoundedJson.mapper()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // as Python writes them
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** What people write who have one document over many lines. */
  private static final Pattern OPENING =
      Pattern.compile("\\s*(\\[.*|\\{(\\s*\"[^\"]*\"\\s*:\\s*[\\[{])?)\\s*");

  private final PromptIntake intake;
  private boolean chosen;

  private JsonPrompts(PromptIntake intake) {
    this.intake = intake;
  }

  /** One object a line. */
  static void lines(InputStream in, PromptIntake intake) throws IOException {
    JsonPrompts prompts = new JsonPrompts(intake);
    Utf8Lines lines = new Utf8Lines(in, intake);
    BrokenLines broken = new BrokenLines("expected one object a line");
    boolean isFirst = true;
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (line.isBlank()) {
        intake.skip();
        continue;
      }
      try {
        JsonNode value = JSON.readTree(line);
        if (isFirst && value.isArray()) {
          wholeDocument(lines.number(), intake);
          return;
        }
        if (!prompts.take(lines.number(), value)) {
          break;
        }
      } catch (JsonEOFException e) {
        if (isFirst && OPENING.matcher(line).matches()) {
          wholeDocument(lines.number(), intake);
          return;
        }
        broken.add(lines.number(), "ends", "is not JSON (it ends too early)");
      } catch (MismatchedInputException e) {
        broken.add(lines.number(), "more", "has more after its first value");
      } catch (JsonProcessingException e) {
        String why = said(e, "column $2");
        broken.add(lines.number(), kind(why), "is not JSON (%s)".formatted(why));
      }
      isFirst = false;
    }
    broken.sentences().forEach(intake::problem);
  }

  private static void wholeDocument(long line, PromptIntake intake) {
    intake.problem(
        line,
        "begins one JSON document, expected one object a line; a name that ends in .json has it"
            + " read as one");
  }

  /** Rows wherever {@link JsonRows} finds them; objects one after the other pass too. */
  static void array(InputStream in, PromptIntake intake) throws IOException {
    JsonPrompts prompts = new JsonPrompts(intake);
    Utf8Lines lines = new Utf8Lines(in, intake);
    long number = 0;
    try (MappingIterator<JsonNode> values =
        JSON.readerFor(JsonNode.class)
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .readValues(lines.reader())) {
      while (values.hasNextValue()) {
        JsonNode value = values.nextValue();
        Iterable<JsonNode> rows = number == 0 ? intake.jsonRows().of(value) : List.of(value);
        for (JsonNode element : rows) {
          if (!prompts.take(++number, element)) {
            return;
          }
        }
      }
    } catch (JsonProcessingException e) {
      intake.problem(
          "line %d: is not JSON (%s), expected an array of objects or texts"
              .formatted(
                  e.getLocation() == null ? lines.number() : e.getLocation().getLineNr(),
                  said(e, "line $1, column $2")));
    }
  }

  /** Whether to go on: without a column of prompts there is no use in it. */
  private boolean take(long place, JsonNode value) {
    if (value.isTextual()) {
      intake.text(place, value.asText());
      return true;
    }
    if (!value.isObject()) {
      intake.problem(
          place, "was %s, expected an object".formatted(Problems.quote(value.toString())));
      return true;
    }
    intake.jsonRows().lift((ObjectNode) value);
    if (!chosen) {
      chosen = intake.choose(place, JsonRows.names(value));
    }
    if (chosen) {
      object(place, value);
    }
    return chosen;
  }

  private void object(long place, JsonNode object) {
    JsonNode prompt = object.path(intake.promptColumn());
    boolean hasPrompt = prompt.isNull() || isTextOrInteger(place, intake.promptColumn(), prompt);
    boolean hasId =
        intake.idColumn().stream()
            .filter(object::has)
            .allMatch(key -> isTextOrInteger(place, key, object.path(key)));
    if (!hasPrompt || !hasId) {
      return;
    }
    Map<String, String> row = new LinkedHashMap<>();
    object.fields().forEachRemaining(field -> row.put(field.getKey(), text(field.getValue())));
    intake.row(place, place, row);
  }

  private boolean isTextOrInteger(long place, String key, JsonNode value) {
    boolean isTextOrInteger = value.isTextual() || value.isIntegralNumber();
    if (!isTextOrInteger) {
      intake.problem(
          place, "key '%s' %s, expected text or an integer".formatted(key, found(value)));
    }
    return isTextOrInteger;
  }

  /** What is wrong alike in other lines: what is quoted there, and where, doesn't matter. */
  private static String kind(String said) {
    return said.replaceAll("'[^']*'|\\d+", "");
  }

  /**
   * What Jackson says, without what is meant for programmers.
   *
   * @param place how a place is called: {@code $1} is its line, {@code $2} its column
   */
  private static String said(JsonProcessingException e, String place) {
    Optional<String> twice = BoundedJson.keyTwice(e);
    if (twice.isPresent()) {
      return twice.get();
    }
    if (e instanceof JsonParseException && !(e instanceof JsonEOFException)) {
      JsonLocation at = e.getLocation();
      return "from "
          + place
              .replace("$1", Integer.toString(at.getLineNr()))
              .replace("$2", Integer.toString(at.getColumnNr()))
          + " on";
    }
    return e.getOriginalMessage()
        .replaceAll("\\[Source: .*?line: (\\d+), column: (\\d+)]", place)
        .replaceAll(", from `[^`]*`|: enable `[^`]*` to allow", "");
  }

  private static String text(JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static String found(JsonNode value) {
    return value.isMissingNode() ? "is missing" : "was " + value;
  }
}
