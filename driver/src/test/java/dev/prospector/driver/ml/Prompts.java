package dev.prospector.driver.ml;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A DataFrame of prompts, and what is searched for there. */
final class Prompts {
  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("prompt", DataTypes.StringType)
          .add("weight", DataTypes.DoubleType);

  private Prompts() {}

  /** A session of somebody who knows nothing of Prospector. */
  static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("somebody else's")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "3")
        .getOrCreate();
  }

  static Dataset<Row> three(SparkSession spark) {
    return rows(
        spark,
        RowFactory.create("third", "a green cross", 3.0),
        RowFactory.create("first", "a red circle", 1.0),
        RowFactory.create("second", "two blue squares", 2.0));
  }

  static Dataset<Row> rows(SparkSession spark, Row... rows) {
    return spark.createDataFrame(List.of(rows), SCHEMA);
  }

  static NoiseSearch search() {
    return new NoiseSearch()
        .setIdCol("id")
        .setBundle("shapes-s")
        .setVerifier("detector")
        .setHeldOut("realism")
        .setSteps(4)
        .setCandidates(3);
  }
}
