package dev.prospector.executors.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** JSON that somebody hands in, no deeper than {@link InputLimit#DEPTH}. */
public final class BoundedJson {
  private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '(.*?)'");

  private BoundedJson() {}

  /**
   * A reader to be; Jackson's own limits are on strings, 20 million letters, and numbers, 1,000.
   */
  public static JsonMapper.Builder mapper() {
    return JsonMapper.builder(
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(InputLimit.DEPTH).build())
            .build());
  }

  /**
   * What a text holds.
   *
   * @param name of its file, for messages
   * @param expected what it should be, as the end of a sentence
   * @throws IllegalArgumentException in a sentence that names the file and the line
   */
  public static <T> T read(
      ObjectMapper mapper, Class<T> type, String name, String json, String expected) {
    try {
      T read = mapper.readValue(json, type);
      if (read == null) {
        throw new IllegalArgumentException(name + ": holds null, expected " + expected);
      }
      return read;
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      throw new IllegalArgumentException(
          "%s%s: can't be understood (%s), expected %s".formatted(name, line, said(e), expected),
          e);
    }
  }

  /** What is wrong with JSON, without what Jackson says for programmers. */
  public static String said(JsonProcessingException e) {
    if (e instanceof JsonEOFException) {
      return "it ends too early";
    }
    Optional<String> twice = keyTwice(e);
    if (twice.isPresent()) {
      return twice.get();
    }
    if (e instanceof JsonParseException) {
      return e.getLocation() == null
          ? "it is no JSON"
          : "it is no JSON from column %d on".formatted(e.getLocation().getColumnNr());
    }
    if (!(e instanceof JsonMappingException mapping)) {
      return e.getOriginalMessage();
    }
    if (mapping instanceof ValueInstantiationException && mapping.getCause() != null) {
      return mapping.getCause().getMessage();
    }
    String key =
        mapping.getPath().stream()
            .map(Reference::getFieldName)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("."));
    String what =
        mapping instanceof UnrecognizedPropertyException
            ? "is unknown"
            : "is missing or of another kind";
    return key.isEmpty() ? "it holds something else" : "key '%s' %s".formatted(key, what);
  }

  /** That an object has a key twice, if that is what is wrong. */
  public static Optional<String> keyTwice(JsonProcessingException e) {
    Matcher twice = DUPLICATE.matcher(e.getOriginalMessage());
    return twice.lookingAt()
        ? Optional.of("it has the key '%s' twice".formatted(twice.group(1)))
        : Optional.empty();
  }
}
