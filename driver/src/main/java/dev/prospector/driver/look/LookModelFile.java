package dev.prospector.driver.look;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.executors.input.BoundedJson;
import java.io.UncheckedIOException;

/** A {@link LookModel} as JSON. */
public final class LookModelFile {
  private static final String EXPECTED = "a look model as 'prospector calibrate --looks' writes it";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private LookModelFile() {}

  /** For people. */
  public static String pretty(LookModel model) {
    DefaultPrettyPrinter lines =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return JSON.writer(lines).writeValueAsString(model) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same on one line, for the record of a run. */
  public static String compact(LookModel model) {
    try {
      return JSON.writeValueAsString(model);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The model that a text holds.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException in a sentence that names the file and the line
   */
  public static LookModel read(String name, String json) {
    return BoundedJson.read(JSON, LookModel.class, name, json, EXPECTED);
  }
}
