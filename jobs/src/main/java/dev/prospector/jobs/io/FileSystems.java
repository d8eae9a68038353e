package dev.prospector.jobs.io;

import dev.prospector.executors.bundle.HadoopFiles;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/** Hadoop's settings before there is a Spark context to ask for them. */
public final class FileSystems {
  private FileSystems() {}

  /**
   * Hadoop's own configuration files, then every {@code spark.hadoop.*} setting, as Spark will see
   * them too.
   *
   * @param spark settings by their full names, on top of what spark-submit handed over
   */
  public static Configuration configuration(Map<String, String> spark) {
    SparkConf settings = new SparkConf();
    spark.forEach(settings::set);
    Configuration conf = new Configuration();
    for (Tuple2<String, String> setting : settings.getAllWithPrefix("spark.hadoop.")) {
      conf.set(setting._1(), setting._2());
    }
    return conf;
  }

  /** What a command reaches that takes no settings of Spark. */
  public static HadoopFiles files() {
    return new HadoopFiles(configuration(Map.of()));
  }
}
