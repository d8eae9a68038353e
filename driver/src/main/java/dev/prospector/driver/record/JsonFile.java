package dev.prospector.driver.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Records as JSON for people, their keys always in the same order. */
final class JsonFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          // A later version may write more.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private static final DefaultPrettyPrinter PRETTY =
      new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));

  private JsonFile() {}

  /** A file that can't be understood. */
  static final class Torn extends IOException {
    private static final long serialVersionUID = 1L;

    Torn(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Writes the file, over whatever stands there. */
  static void write(Path file, Configuration conf, Object value) throws IOException {
    String json = JSON.writer(PRETTY).writeValueAsString(value) + "\n";
    try (OutputStream out = file.getFileSystem(conf).create(file, true)) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * The record that the file holds; keys that its type does not have are passed over.
   *
   * @throws Torn naming the file, and the line and key that can't be understood
   */
  static <T> T read(Path file, Configuration conf, Class<T> type) throws IOException {
    try (InputStream in = file.getFileSystem(conf).open(file)) {
      return JSON.readValue(in.readAllBytes(), type);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      throw new Torn(file + line + ": " + e.getOriginalMessage(), e);
    }
  }
}
