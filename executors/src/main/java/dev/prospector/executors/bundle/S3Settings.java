package dev.prospector.executors.bundle;

import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** How S3A is used where nobody says otherwise, each setting with its reason. */
public final class S3Settings {
  private static final String DEFAULTS_OF_HADOOP = "core-default.xml";

  private static final Map<String, String> DEFAULTS =
      new TreeMap<>(
          Map.of(
              // Else each file that is written costs a request that deletes what nobody wrote.
              "fs.s3a.directory.marker.retention", "keep",
              // The SDK's tries within each of S3A's. With Hadoop 3.3's 20 and 7 a run takes half
              // an hour to say that its store is gone; with these a minute.
              "fs.s3a.attempts.maximum", "6",
              "fs.s3a.retry.limit", "6",
              // Since Hadoop 3.5 reading is another library's, which gives up where a connection is
              // lost, and keeps a little of every object that was read (HADOOP-20058).
              "fs.s3a.input.stream.type", "classic",
              // A connection that says nothing more for so long, in milliseconds, is lost.
              "fs.s3a.connection.timeout", "60000"));

  private S3Settings() {}

  /** Adds them to a configuration; what Hadoop's files, Spark or a program has set stays. */
  public static Configuration complete(Configuration conf) {
    DEFAULTS.forEach(
        (name, value) -> {
          String[] sources = conf.getPropertySources(name);
          if (sources == null || sources[sources.length - 1].equals(DEFAULTS_OF_HADOOP)) {
            conf.set(name, value, "Prospector");
          }
        });
    return conf;
  }
}
