package dev.prospector.driver.curation;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.run.SparkSettings;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * The front door to curated data sets, in a session that the caller owns. Nothing is printed.
 *
 * <pre>{@code
 * Curated tonight = Curator.on(session).curate(spec, "datasets/shapes").prompts(prompts).run();
 * }</pre>
 */
public final class Curator {
  private static final Map<String, String> DEFAULTS =
      new TreeMap<>(
          Map.of(
              // An expression must mean the same on Spark 3.5 and 4, and on every machine.
              "spark.sql.ansi.enabled",
              "false",
              // Else Spark warns of rows with more columns, which are no fault.
              "spark.sql.debug.maxToStringFields",
              "1000",
              "spark.sql.session.timeZone",
              "UTC",
              // Else a directory for tables that nobody has comes to lie where a job is started.
              "spark.sql.warehouse.dir",
              System.getProperty("java.io.tmpdir") + "/spark-warehouse"));

  private final SparkSession spark;
  private final Prospector prospector;

  private Curator(SparkSession spark, Prospector prospector) {
    this.spark = spark;
    this.prospector = prospector;
  }

  /**
   * Opens the door.
   *
   * @param spark stays the caller's
   * @throws InvalidInputException if a setting of it does not go with searches
   */
  public static Curator on(SparkSession spark) {
    return new Curator(spark, Prospector.on(spark.sparkContext()));
  }

  /**
   * Completes a configuration, before a session is made of it; what is set already stays.
   *
   * @throws InvalidInputException if a setting does not go with searches
   */
  public static SparkConf configure(SparkConf settings) {
    DEFAULTS.forEach(settings::setIfMissing);
    SparkConf complete = SparkSettings.complete(settings);
    if (SparkSettings.isInProcess(complete)) {
      complete.setIfMissing("spark.sql.shuffle.partitions", "8");
    }
    return complete;
  }

  /**
   * A night's work, to be given prompts and run.
   *
   * @param directory of the data set, a path or a URI; it need not be there yet
   */
  public CurationRequest curate(CurationSpec spec, String directory) {
    return new CurationRequest(spark, prospector, spec, directory);
  }

  /**
   * What a version of a data set has that another has not.
   *
   * @param directory of the data set
   * @throws InvalidInputException if there is no such version
   */
  public VersionDifference compare(String directory, int before, int after) {
    return VersionDifference.of(DatasetDirectory.at(directory, hadoop()), before, after, spark);
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }
}
