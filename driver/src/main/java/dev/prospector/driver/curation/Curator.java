package dev.prospector.driver.curation;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.run.SparkSettings;
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
  private static final String REGISTRATION = "spark.kryo.registrationRequired";

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

  /** Completes a configuration, before a session is made of it; what is set already stays. */
  public static SparkConf configure(SparkConf settings) {
    settings.setIfMissing(REGISTRATION, "false"); // Spark registers none of its own rows.
    return SparkSettings.complete(settings);
  }

  /**
   * A night's work, to be given prompts and run.
   *
   * @param directory of the data set, a path or a URI; it need not be there yet
   */
  public CurationRequest curate(CurationSpec spec, String directory) {
    return new CurationRequest(spark, prospector, spec, directory);
  }
}
