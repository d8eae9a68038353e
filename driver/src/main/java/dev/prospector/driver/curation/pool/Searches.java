package dev.prospector.driver.curation.pool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.record.DurableFile;
import dev.prospector.driver.record.Fingerprint;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecord.Status;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.executors.candidate.Prompt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The searches of a data set that are all the same search, but for their prompts: one for each
 * night that had new ones.
 */
public final class Searches {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final DatasetDirectory directory;
  private final String identity;
  private final Configuration conf;
  private final Map<String, RunRecord> records = new LinkedHashMap<>();

  private Searches(DatasetDirectory directory, String identity, Configuration conf) {
    this.directory = directory;
    this.identity = identity;
    this.conf = conf;
  }

  /**
   * Those that have begun already.
   *
   * @param like the search, of any prompts
   */
  public static Searches of(DatasetDirectory directory, PlannedSearch like, Configuration conf)
      throws IOException {
    Searches searches = new Searches(directory, identity(like.record()), conf);
    for (String name : directory.searches(conf)) {
      RunDirectory run = searches.run(name);
      if (RunRecordFile.hasBegun(run, conf)) {
        RunRecord record = RunRecordFile.read(run, conf);
        if (identity(record).equals(identity(like.recordAs(record)))) {
          searches.records.put(name, record);
        }
      }
    }
    return searches;
  }

  /** By all settings, and the model. */
  private static String identity(RunRecord record) {
    ObjectNode parts = JSON.createObjectNode().put("search", record.fingerprint());
    parts.set("model", JSON.valueToTree(record.bundle().sha256()));
    return Fingerprint.of(parts);
  }

  /** Names the search, whatever its prompts. */
  public String identity() {
    return identity;
  }

  /** Those that have ended with results, by name, in the order in which they began. */
  public Map<String, RunRecord> done() {
    Map<String, RunRecord> done = new LinkedHashMap<>(records);
    done.values().removeIf(record -> !isDone(record));
    return done;
  }

  /** Those that have begun and are to be gone on with. */
  public List<String> unfinished() {
    return records.keySet().stream().filter(name -> !isDone(records.get(name))).toList();
  }

  private static boolean isDone(RunRecord record) {
    return record.status() == Status.DONE || record.status() == Status.PARTIAL;
  }

  /** The run directory of one. */
  public RunDirectory run(String name) {
    return new RunDirectory(directory.search(name));
  }

  /**
   * Prepares a search of new prompts.
   *
   * @param day on which it begins
   * @return its name
   */
  public String begin(LocalDate day, List<Prompt> prompts) throws IOException {
    String name = day.toString();
    // A process that died before its search had begun must not give the next one another name.
    for (int more = 2; !RunRecordFile.isFree(run(name), conf); more++) {
      name = day + "-" + more;
    }
    FileSystem files = directory.files(conf);
    DurableFile file = DurableFile.create(directory.promptsOfSearch(name), files);
    try (file) {
      for (Prompt prompt : prompts) {
        file.write((JSON.writeValueAsString(line(prompt)) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return name;
  }

  private static ObjectNode line(Prompt prompt) {
    ObjectNode line = JSON.createObjectNode().put("id", prompt.id()).put("prompt", prompt.text());
    ObjectNode columns = line.putObject("columns");
    prompt.columns().forEach(columns::put);
    return line;
  }

  /** The prompts of a search that has begun. */
  public List<Prompt> prompts(String name) throws IOException {
    Path file = directory.promptsOfSearch(name);
    List<Prompt> prompts = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(directory.files(conf).open(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode prompt = JSON.readTree(line);
        Map<String, String> columns = new LinkedHashMap<>();
        prompt
            .get("columns")
            .fields()
            .forEachRemaining(
                field ->
                    columns.put(
                        field.getKey(),
                        field.getValue().isNull() ? null : field.getValue().asText()));
        prompts.add(
            new Prompt(
                prompts.size(), prompt.get("id").asText(), prompt.get("prompt").asText(), columns));
      }
    }
    return prompts;
  }
}
