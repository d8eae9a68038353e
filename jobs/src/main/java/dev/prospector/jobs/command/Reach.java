package dev.prospector.jobs.command;

import dev.prospector.driver.input.Problems;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.jobs.config.SparkSecrets;
import dev.prospector.jobs.io.FileSystems;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** How a command that starts no Spark reaches the file systems that its arguments name. */
final class Reach {
  private static final String PREFIX = "spark.";

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = {
        "How to reach its file system, such as spark.hadoop.fs.s3a.endpoint=https://host; a secret"
            + " by env:NAME or file:PATH. Spark's other settings are of no use here. Repeatable."
      })
  private List<String> conf = List.of();

  /**
   * Hadoop's settings.
   *
   * @throws dev.prospector.driver.input.InvalidInputException naming every one that can't be used
   */
  Configuration configuration() {
    return FileSystems.configuration(settings(conf));
  }

  /**
   * Settings by their names, secrets that stand elsewhere among them.
   *
   * @throws dev.prospector.driver.input.InvalidInputException naming every one that can't be used
   */
  static Map<String, String> settings(List<String> pairs) {
    Problems problems = new Problems();
    Map<String, String> settings = new TreeMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= PREFIX.length() || !pair.startsWith(PREFIX)) {
        problems.add(
            "--conf was %s, expected a Spark setting such as spark.hadoop.fs.s3a.endpoint=https://host"
                .formatted(Problems.quote(pair)));
      } else {
        settings.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    problems.throwIfAny();
    return SparkSecrets.resolve(settings);
  }

  /** The file systems that these lead to. */
  HadoopFiles files() {
    return new HadoopFiles(configuration());
  }
}
