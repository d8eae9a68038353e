package dev.prospector.jobs.io;

import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.S3Settings;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
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
    return S3Settings.complete(conf);
  }

  /** A path or URI as whoever goes on with it must name it: the default file system's are URIs. */
  public static String whole(String place, Configuration conf) {
    try {
      Path path = new Path(place);
      if (path.toUri().getScheme() != null) {
        return place;
      }
      FileSystem files = new HadoopFiles(conf).system(path);
      return files instanceof LocalFileSystem ? place : files.makeQualified(path).toString();
    } catch (IOException | IllegalArgumentException e) {
      return place; // Whoever reads or writes there says what is wrong with it.
    }
  }

  /** A file or directory as people name it: a local one by its path, others by their URI. */
  public static String shown(Path path) {
    String scheme = path.toUri().getScheme();
    return scheme == null || scheme.equals("file") ? path.toUri().getPath() : path.toString();
  }

  /** What a command reaches that takes no settings of Spark. */
  public static HadoopFiles files() {
    return new HadoopFiles(configuration(Map.of()));
  }
}
