package dev.prospector.driver.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves, read by Spark SQL; deploy/check_results.py has other readers. */
class TablesTest {
  @TempDir Path directory;

  @Test
  void sparkReadsLogAndResultsAsOneTableEach() throws IOException {
    SparkConf conf =
        new SparkConf().setMaster("local[2]").setAppName("tables").set("spark.ui.enabled", "false");
    Path run = directory.resolve("run");
    Totals totals;
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      SearchSpec spec =
          SearchSpec.builder()
              .bundle("shapes-s")
              .algorithm("zero-order")
              .heldOut("none")
              .steps(2)
              .candidates(5)
              .wave(2)
              .build();
      totals =
          Prospector.on(spark)
              .search(spec)
              .prompts(
                  List.of(
                      new Prompt(0, "a", "a red circle"),
                      new Prompt(1, "b", "two blue squares"),
                      new Prompt(2, "c", "a green cross")))
              .into(run.toString())
              .run()
              .totals();
    }
    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
      Dataset<Row> log = spark.read().parquet(run.resolve("log").toString());
      assertThat(log.count()).isEqualTo(totals.candidates()).isEqualTo(15);
      assertThat(log.select("wave").distinct().count()).isEqualTo(2);
      assertThat(log.groupBy("prompt_id").count().where("count = 5").count()).isEqualTo(3);
      Dataset<Row> results = spark.read().parquet(run.resolve("results").toString());
      assertThat(results.where("rank = 1 and error is null and image.bytes is not null").count())
          .isEqualTo(3);
    }
  }
}
