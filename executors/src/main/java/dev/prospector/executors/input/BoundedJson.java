package dev.prospector.executors.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON that somebody hands in, no deeper than {@link InputLimit#DEPTH}. */
public final class BoundedJson {
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
      String what = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new IllegalArgumentException(
          "%s%s: can't be understood (%s), expected %s".formatted(name, line, what, expected), e);
    }
  }
}
