package dev.prospector.jobs.command;

import dev.prospector.driver.run.SparkSettings;
import dev.prospector.jobs.config.JobSettings;
import java.util.List;
import org.apache.spark.SparkConf;

/** What Spark is started with. */
final class SparkApplication {
  private SparkApplication() {}

  /**
   * A user's settings, and what spark-submit has handed over.
   *
   * @param name of what is made
   */
  static SparkConf settings(JobSettings.Cluster cluster, String name) {
    SparkConf conf = new SparkConf();
    cluster.sparkSettings().forEach(conf::set);
    cluster.master().ifPresent(conf::setMaster);
    conf.setIfMissing("spark.master", "local[*]");
    if (SparkSettings.isInProcess(conf)) {
      // In process an executor that Spark ends for a fatal error would take the driver with it.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    }
    String jars = System.getProperty("prospector.jars");
    if (jars != null && !SparkSettings.isInProcess(conf)) {
      conf.setIfMissing(
          "spark.jars", jars); // As spark-submit does, where a record names a cluster.
    }
    return conf.setIfMissing("spark.app.name", "prospector " + name);
  }

  /** What a user should know of them, a sentence each. */
  static List<String> warnings(SparkConf conf) {
    return SparkSettings.isInProcess(conf) || conf.getBoolean("spark.authenticate", false)
        ? List.of()
        : List.of(
            "spark.authenticate is off: whoever reaches the cluster's ports can run code on it;"
                + " docs/security.md says how to turn it on");
  }
}
