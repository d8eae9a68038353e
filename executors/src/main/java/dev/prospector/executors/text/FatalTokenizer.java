package dev.prospector.executors.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.executors.input.BoundedJson;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What of a {@code tokenizer.json} would end the process: where Hugging Face's library panics, it
 * takes the JVM with it. Fuzzing found these; whoever meets another adds it.
 */
final class FatalTokenizer {
  private static final JsonMapper JSON = BoundedJson.mapper().build();

  /** Of a word, many times what any real one has. */
  private static final int MOST_LETTERS = 1_024;

  /** The one text that has more: tables in base64. */
  private static final String TABLES = "precompiled_charsmap";

  private final JsonParser parser;

  /** The key of the outermost object that is being read. */
  private String part = "";

  private FatalTokenizer(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Refuses it.
   *
   * @throws IOException if it is not JSON
   * @throws IllegalArgumentException that names the line
   */
  static void refuse(String json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      FatalTokenizer tokenizer = new FatalTokenizer(parser);
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        tokenizer.refuse(token);
      }
    }
  }

  private void refuse(JsonToken token) throws IOException {
    if (token == JsonToken.FIELD_NAME && parser.getParsingContext().getParent().inRoot()) {
      part = parser.currentName();
    }
    if (part.equals("post_processor") && token == JsonToken.START_OBJECT) {
      requireSpecialTokens(parser.readValueAsTree());
      return;
    }
    if (token.isNumeric() && !Double.isFinite(parser.getDoubleValue())) {
      throw refused("a number is larger than any double");
    }
    if (token != JsonToken.VALUE_STRING && token != JsonToken.FIELD_NAME) {
      return;
    }
    // The library calls itself for every letter.
    if (parser.getTextLength() > MOST_LETTERS && !TABLES.equals(parser.currentName())) {
      throw refused(
          "a word has %,d letters, more than %,d".formatted(parser.getTextLength(), MOST_LETTERS));
    }
    // It loses count where something is put in place of nothing.
    if (token == JsonToken.VALUE_STRING && part.equals("normalizer") && matchesNothing()) {
      throw refused("a pattern of the normalizer matches the empty text");
    }
  }

  /** It looks up what stands around a text without a look at whether it is there. */
  private void requireSpecialTokens(JsonNode postProcessor) {
    List<JsonNode> known = postProcessor.findValues("special_tokens");
    for (JsonNode special : postProcessor.findValues("SpecialToken")) {
      String id = special.path("id").asText();
      if (known.stream().noneMatch(tokens -> tokens.has(id))) {
        throw refused("SpecialToken '%s' is none of the special_tokens".formatted(id));
      }
    }
  }

  private boolean matchesNothing() throws IOException {
    return switch (parser.currentName() == null ? "" : parser.currentName()) {
      case "String" -> parser.getText().isEmpty();
      case "Regex" -> matchesNothing(parser.getText());
      default -> false;
    };
  }

  private static boolean matchesNothing(String regex) {
    try {
      return Pattern.compile(regex).matcher("").find();
    } catch (PatternSyntaxException e) {
      return false; // The library's regular expressions know more than Java's.
    }
  }

  private IllegalArgumentException refused(String what) {
    return new IllegalArgumentException(
        "line %d: %s".formatted(parser.currentLocation().getLineNr(), what));
  }
}
