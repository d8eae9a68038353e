package dev.prospector.jobs.config;

import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.Problems;
import dev.prospector.executors.settings.Group;
import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.Setting;
import dev.prospector.executors.settings.SettingValues;
import dev.prospector.executors.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that {@code search} can be told: the search, and what only a command needs.
 *
 * @param files what is read and written
 * @param search what it finds is decided by this alone
 * @param cluster where it runs
 */
public record JobSettings(Files files, SearchSpec search, Cluster cluster) {

  /** What is read and written. */
  @Group("What to draw")
  public record Files(
      @Setting(
              label = "FILE",
              unset = "the demo's 24",
              help =
                  "One prompt a line (.txt), or a table (.csv, .tsv, .json, .jsonl, .parquet, or a"
                      + " directory of .parquet files), text packed with gzip (.gz) or zstd (.zst)"
                      + " or not; a path or a URI.")
          Optional<String> prompts,
      @Setting(
              label = "TEXT",
              repeats = true,
              unset = "none",
              help = "A prompt, instead of a file.")
          Optional<List<String>> prompt,
      @Setting(
              label = "NAME",
              unset = "prompt, prompts, caption, text or the like, in any case",
              help = "The table's column with the prompts.")
          Optional<String> promptColumn,
      @Setting(
              label = "NAME|none",
              unset = "id or prompt_id, if there is one",
              help = "The table's column with their names, from which noise is derived.")
          Optional<String> idColumn,
      @Setting(
              label = "NAME,…",
              none = "none",
              unset = "all",
              help =
                  "The table's columns that results carry, besides those that images need: names,"
                      + " or none.")
          Optional<List<String>> columns,
      @Setting(
              label = "DIR",
              unset = "runs/demo, or runs/PROMPTS-ALGORITHM",
              help = "The run's directory, a path or a URI, not there yet.")
          Optional<String> out) {

    /** Prompts come from one source. */
    public void requireOneSource(Problems problems) {
      if (prompts.isPresent() && prompt.isPresent()) {
        problems.wrong("prompts", prompts.get(), "either prompts or prompt, not both");
      }
    }
  }

  /** Where it runs. */
  @Group("Where to run")
  public record Cluster(
      @Setting(
              label = "URL",
              unset = "in this process",
              help = "Spark's master, such as spark://host:7077.")
          Optional<String> master,
      @Setting(
              flag = "conf",
              label = "KEY=VALUE",
              help =
                  "Spark's own settings, such as spark.executor.memory=8g; a secret one, such as"
                      + " spark.hadoop.fs.s3a.secret.key, by env:NAME or file:PATH.")
          Map<String, String> spark) {

    /**
     * Spark's settings by their full names, secrets that stand elsewhere among them.
     *
     * @throws dev.prospector.driver.input.InvalidInputException if one is not found there
     */
    public Map<String, String> sparkSettings() {
      Map<String, String> settings = new TreeMap<>();
      spark.forEach((name, value) -> settings.put("spark." + name, value));
      return SparkSecrets.resolve(settings);
    }
  }

  /** Its keys, in their order; without the options of algorithms. */
  static List<Key> keys() {
    return Settings.keys(JobSettings.class);
  }

  /** Values of its keys and of the options of algorithms, none given yet. */
  public static SettingValues noValues() {
    return SearchSpec.withAlgorithmOptions(new SettingValues(keys()));
  }

  /** The same with another search. */
  public JobSettings with(SearchSpec other) {
    return new JobSettings(files, other, cluster);
  }

  /**
   * The same elsewhere.
   *
   * @param master Spark's; null for the one that is set
   * @param more settings of Spark's as {@code spark.key=value}, over those that are set
   */
  public JobSettings on(String master, List<String> more) {
    Map<String, String> settings = new TreeMap<>(cluster.spark());
    for (String pair : more) {
      int equals = pair.indexOf('=');
      settings.put(
          pair.substring(0, equals).replaceFirst("^spark\\.", ""), pair.substring(equals + 1));
    }
    Optional<String> url = master == null ? cluster.master() : Optional.of(master);
    return new JobSettings(files, search, new Cluster(url, settings));
  }

  /** What it holds, by key. */
  public Map<String, Object> values() {
    return Settings.write(this);
  }

  /** What a run is to remember of it besides the search. */
  public Map<String, Object> remembered(String out) {
    Map<String, Object> remembered = new TreeMap<>(Settings.write(files));
    remembered.putAll(Settings.write(cluster));
    remembered.put("out", out);
    return remembered;
  }
}
