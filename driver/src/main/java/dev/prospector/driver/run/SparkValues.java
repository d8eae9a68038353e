package dev.prospector.driver.run;

import dev.prospector.driver.input.Failures;
import dev.prospector.driver.input.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.ConfigReader;
import org.apache.spark.internal.config.Kryo$;
import org.apache.spark.internal.config.Network$;
import org.apache.spark.internal.config.UI$;
import scala.Tuple2;

/**
 * Whether Spark will understand the values of its settings. It would tell only when it needs them:
 * after it has started, with a trace, and some by ending the process.
 */
final class SparkValues {
  /** Settings of which Spark before 4.2 takes 0 and can't work with it. */
  private static final Set<String> COUNTS = Set.of("spark.task.cpus", "spark.executor.cores");

  private SparkValues() {}

  /**
   * Refuses what Spark would not understand.
   *
   * @throws dev.prospector.driver.input.InvalidInputException naming each setting
   */
  static void require(SparkConf conf) {
    Map<String, String> settings = new TreeMap<>();
    for (Tuple2<String, String> setting : conf.getAll()) {
      settings.put(setting._1(), setting._2());
    }
    Problems problems = new Problems();
    // Spark lists those of its settings of which somebody has asked for one.
    List<ConfigEntry<?>> known =
        List.of(
            UI$.MODULE$.UI_PORT(),
            Network$.MODULE$.NETWORK_TIMEOUT(),
            Kryo$.MODULE$.KRYO_SERIALIZER_BUFFER_SIZE());
    ConfigReader reader = new ConfigReader(settings);
    for (String name : settings.keySet()) {
      if (COUNTS.contains(name) && settings.get(name).strip().matches("0+|-\\d+")) {
        problems.add("%s was %s, expected at least 1".formatted(name, settings.get(name)));
        continue;
      }
      ConfigEntry<?> entry =
          known.stream()
              .filter(one -> one.key().equals(name))
              .findFirst()
              .orElseGet(() -> ConfigEntry.findEntry(name));
      if (entry != null) {
        try {
          Object unused = entry.readFrom(reader);
        } catch (IllegalArgumentException e) {
          problems.add(
              "%s was %s: %s"
                  .formatted(name, Problems.quote(settings.get(name)), Failures.reason(e)));
        }
      }
    }
    requireLocalDirectories(settings.get("spark.local.dir"), problems);
    problems.throwIfAny();
  }

  private static void requireLocalDirectories(String directories, Problems problems) {
    if (directories == null) {
      return;
    }
    for (String directory : directories.split(",", -1)) {
      try {
        Path made = Files.createDirectories(Path.of(directory.strip()));
        if (!Files.isWritable(made)) {
          throw new IOException("it can't be written");
        }
      } catch (IOException | IllegalArgumentException e) {
        problems.add(
            "spark.local.dir was %s, expected directories that can be written (%s)"
                .formatted(Problems.quote(directories), e.getMessage()));
      }
    }
  }
}
