package dev.prospector.driver.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.executors.bundle.Checksums;
import dev.prospector.executors.input.BoundedJson;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Records as JSON for people, their keys always in the same order. Each ends with a seal, the
 * SHA-256 of the rest: one that was changed after it was written, by a bit or by hand, is found.
 */
public final class JsonFile {
  private static final String SEAL = "seal";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          // A later version may write more.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private static final DefaultPrettyPrinter PRETTY =
      new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));

  /** Of a record that was written to its end, and no part of one: what is within is indented. */
  private static final String END = "\n}\n";

  private JsonFile() {}

  /** A file that can't be understood, or is not what was written. */
  public static final class Torn extends IOException {
    private static final long serialVersionUID = 1L;

    private final String what;

    private Torn(Path file, String where, String what, Throwable cause) {
      super(file + where + ": " + what, cause);
      this.what = what;
    }

    /** What is wrong with it, in words. */
    public String what() {
      return what;
    }
  }

  /** Writes the file, over whatever stands there. */
  public static void write(Path file, FileSystem files, Object value) throws IOException {
    ObjectNode record = JSON.valueToTree(value);
    record.put(SEAL, seal(record));
    String json = JSON.writer(PRETTY).writeValueAsString(record) + "\n";
    CommittedFile unused =
        DurableFile.write(file, files, file.getName(), json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The record that the file holds; keys that its type does not have are passed over.
   *
   * @throws Torn naming the file, and the line and key that can't be understood
   */
  public static <T> T read(Path file, FileSystem files, Class<T> type) throws IOException {
    return read(file, tree(file, files), type);
  }

  /** The record in a file that was read already. */
  static <T> T read(Path file, ObjectNode record, Class<T> type) throws Torn {
    if (!isSealed(record) || !isWhole(record)) {
      throw new Torn(file, "", "was changed after it was written: its seal does not fit", null);
    }
    try {
      return JSON.treeToValue(completed(record.without(List.of(SEAL))), type);
    } catch (JsonProcessingException e) {
      throw torn(file, e);
    }
  }

  /** With what those who wrote the first runs and sweeps of this format did not count or say. */
  private static ObjectNode completed(ObjectNode record) {
    if (record.path("totals") instanceof ObjectNode totals && !totals.has("nfe_padding")) {
      totals.put("nfe_padding", 0);
    }
    if (record.has("totals") && !record.has("promise")) {
      record.putNull("promise");
    }
    for (JsonNode arm : record.path("arms")) {
      if (arm instanceof ObjectNode of && !of.has("flops")) {
        of.putNull("flops");
      }
    }
    return record;
  }

  /** What is wrong with a file that ought to hold such a record, in words; empty if it does. */
  static Optional<String> damage(Path file, FileSystem files, Class<?> type) throws IOException {
    try {
      Object unused = read(file, files, type);
      return Optional.empty();
    } catch (FileNotFoundException e) {
      return Optional.of("is missing");
    } catch (Torn e) {
      return Optional.of(e.what());
    }
  }

  /**
   * Whether the file is what a process leaves that dies while it writes a record: nothing yet, or a
   * part of it.
   *
   * @param beginning of all such records
   */
  public static boolean isUnfinished(Path file, FileSystem files, String beginning)
      throws IOException {
    if (!DurableFile.isFile(file, files)) {
      return false;
    }
    String text;
    try (InputStream in = files.open(file)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      return false;
    }
    boolean begins =
        text.startsWith(beginning.substring(0, Math.min(beginning.length(), text.length())));
    if (!begins || text.endsWith(END)) { // What ends as written was damaged later.
      return false;
    }
    try {
      ObjectNode unused = tree(file, files);
      return false;
    } catch (Torn e) {
      return true;
    }
  }

  /**
   * The file's keys and values, whoever wrote them.
   *
   * @throws Torn if it is not a JSON object
   */
  static ObjectNode tree(Path file, FileSystem files) throws IOException {
    if (!DurableFile.isFile(file, files) && files.exists(file)) {
      throw new Torn(file, "", "is no file", null);
    }
    try (InputStream in = files.open(file)) {
      if (JSON.readTree(in.readAllBytes()) instanceof ObjectNode record) {
        return record;
      }
      throw new Torn(file, "", "is no JSON object", null);
    } catch (JsonProcessingException e) {
      throw torn(file, e);
    } catch (ChecksumException e) {
      throw new Torn(file, "", "is damaged on its file system", e);
    }
  }

  /** Whether it was written as records are since format 4 of runs. */
  static boolean isSealed(ObjectNode record) {
    return record.has(SEAL);
  }

  /** Whether it is still what was written. */
  static boolean isWhole(ObjectNode record) {
    return record.path(SEAL).asText().equals(seal(record.deepCopy().without(List.of(SEAL))));
  }

  private static Torn torn(Path file, JsonProcessingException e) {
    String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
    return new Torn(file, line, "can't be understood: " + BoundedJson.said(e), e);
  }

  private static String seal(ObjectNode record) {
    return Checksums.of(record.toString().getBytes(StandardCharsets.UTF_8));
  }
}
