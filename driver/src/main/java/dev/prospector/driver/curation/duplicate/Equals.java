package dev.prospector.driver.curation.duplicate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Finds those with the same fact. */
record Equals() implements Neighbours {
  private static final String FIRST = "_first";

  @Override
  public JavaRDD<Tuple2<String, String>> links(Dataset<Row> facts) {
    String name = facts.columns()[0];
    String fact = facts.columns()[1];
    return facts
        .join(distinct(facts).withColumnRenamed(name, FIRST), fact)
        .where(col(name).notEqual(col(FIRST)))
        .select(FIRST, name)
        .toJavaRDD()
        .map(row -> new Tuple2<>(row.getString(0), row.getString(1)));
  }

  @Override
  public JavaPairRDD<String, Tuple2<String, Double>> nearest(
      Dataset<Row> facts, Dataset<Row> others) {
    String name = facts.columns()[0];
    String fact = facts.columns()[1];
    return facts
        .join(distinct(others).toDF(FIRST, fact), fact)
        .select(name, FIRST)
        .toJavaRDD()
        .mapToPair(row -> new Tuple2<>(row.getString(0), new Tuple2<>(row.getString(1), 1.0)));
  }

  /** Each fact once, with the smallest of its names. */
  static Dataset<Row> distinct(Dataset<Row> facts) {
    String name = facts.columns()[0];
    String fact = facts.columns()[1];
    return facts.groupBy(fact).agg(min(name).as(name)).select(name, fact);
  }
}
