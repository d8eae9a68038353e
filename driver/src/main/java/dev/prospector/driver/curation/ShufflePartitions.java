package dev.prospector.driver.curation;

import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * In how many parts Spark shuffles a night's rows, unless its user has said: Spark's own 200 make
 * ten thousand tasks of a night with a few rows.
 */
final class ShufflePartitions {
  private static final String KEY = "spark.sql.shuffle.partitions";
  private static final int LEAST = 8;
  private static final int MOST = 10_000;
  private static final int PER_CORE = 2;

  /** Rows without images: some tens of megabytes. */
  private static final long ROWS = 100_000;

  private ShufflePartitions() {}

  /** Does the work with as many as so many rows need. */
  static <T> T during(Supplier<T> work, long rows, SparkSession spark) {
    if (spark.conf().getAll().contains(KEY)) {
      return work.get();
    }
    long cores = spark.sparkContext().defaultParallelism();
    long parts = Math.max(LEAST, Math.max(PER_CORE * cores, rows / ROWS));
    spark.conf().set(KEY, Math.min(MOST, parts));
    try {
      return work.get();
    } finally {
      spark.conf().unset(KEY);
    }
  }
}
