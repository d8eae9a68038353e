package dev.prospector.driver.cluster;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.bundle.HadoopFiles;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Asks, on one executor, whether it has what reaches a run's directory. Executors write there only
 * after a wave was searched, and the driver's class path says nothing of theirs.
 */
public record DirectoryProbe(SerializableConfiguration conf) implements Function<String, String> {

  /** Why it can't be reached; empty if it can. */
  @Override
  public String call(String directory) {
    try {
      FileSystem unused = new HadoopFiles(conf.value()).system(new Path(directory));
      return "";
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  /**
   * Runs one task, where executors are processes of their own.
   *
   * @throws InvalidInputException if the directory can't be reached from there
   */
  public static void on(JavaSparkContext spark, String directory, Configuration conf) {
    if (spark.isLocal() || new Path(directory).toUri().getScheme() == null) {
      return;
    }
    spark.setJobDescription("can executors reach " + directory);
    DirectoryProbe probe = new DirectoryProbe(new SerializableConfiguration(conf));
    String trouble = spark.parallelize(List.of(directory), 1).map(probe).first();
    if (!trouble.isEmpty()) {
      throw new InvalidInputException("%s: an executor has %s".formatted(directory, trouble));
    }
  }
}
