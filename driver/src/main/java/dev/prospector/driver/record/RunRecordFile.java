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

/** {@code run.json}: a {@link RunRecord} as JSON for people, its keys always in the same order. */
public final class RunRecordFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          // A later version may write more.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private static final DefaultPrettyPrinter PRETTY =
      new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));

  private RunRecordFile() {}

  /** Writes the file, over whatever stands there. */
  public static void write(Path file, Configuration conf, RunRecord run) throws IOException {
    String json = JSON.writer(PRETTY).writeValueAsString(run) + "\n";
    try (OutputStream out = file.getFileSystem(conf).create(file, true)) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Reads the file.
   *
   * @throws IOException naming the file, and the line and key that can't be understood
   */
  public static RunRecord read(Path file, Configuration conf) throws IOException {
    try (InputStream in = file.getFileSystem(conf).open(file)) {
      return JSON.readValue(in.readAllBytes(), RunRecord.class);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      throw new IOException(file + line + ": " + e.getOriginalMessage(), e);
    }
  }
}
