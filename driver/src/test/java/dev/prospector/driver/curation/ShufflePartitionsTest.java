package dev.prospector.driver.curation;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** As many parts as cores and rows ask for; what the session's user says stands. */
class ShufflePartitionsTest {
  private static final String KEY = "spark.sql.shuffle.partitions";
  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark =
        SparkSession.builder()
            .master("local[6]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.adaptive.enabled", "false")
            .getOrCreate();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  private static int parts() {
    return spark
        .range(0, 100, 1, 2)
        .selectExpr("id % 7 as k")
        .groupBy("k")
        .count()
        .toJavaRDD()
        .getNumPartitions();
  }

  @Test
  void rowsAndCoresDecideUnlessSomebodyElseHas() {
    int before = parts();
    assertThat(ShufflePartitions.during(ShufflePartitionsTest::parts, 10, spark)).isEqualTo(12);
    assertThat(ShufflePartitions.during(ShufflePartitionsTest::parts, 5_000_000, spark))
        .isEqualTo(50);
    assertThat(parts()).isEqualTo(before);
    spark.conf().set(KEY, 5);
    try {
      assertThat(ShufflePartitions.during(ShufflePartitionsTest::parts, 10, spark)).isEqualTo(5);
    } finally {
      spark.conf().unset(KEY);
    }
  }
}
