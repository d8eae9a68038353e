package dev.prospector.driver.curation;

import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.dataset.Manifest;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.LiteralPath;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Tables of a version that is there, by what its manifest says and not by what lies there. */
public final class VersionTables {
  private VersionTables() {}

  /** Rows that are in it, without their images. */
  public static Dataset<Row> kept(
      DatasetDirectory directory, Manifest version, SparkSession spark) {
    return read(directory, version, DatasetDirectory.KEPT, spark);
  }

  /** Rows that went, with the rule. */
  public static Dataset<Row> rejected(
      DatasetDirectory directory, Manifest version, SparkSession spark) {
    return read(directory, version, DatasetDirectory.REJECTED, spark);
  }

  /** Prompts that it knows. */
  public static Dataset<Row> prompts(
      DatasetDirectory directory, Manifest version, SparkSession spark) {
    return read(directory, version, DatasetDirectory.PROMPTS, spark);
  }

  private static Dataset<Row> read(
      DatasetDirectory directory, Manifest version, String table, SparkSession spark) {
    List<CommittedFile> files = version.files(table);
    String[] paths =
        files.stream()
            .map(file -> new Path(directory.version(version.version()), file.path()).toString())
            .map(LiteralPath::of)
            .toArray(String[]::new);
    return spark.read().parquet(paths);
  }
}
