package dev.prospector.driver.curation.duplicate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import scala.Tuple2;

/**
 * Compares those facts that share a key. A task holds those of one key at a time.
 *
 * @param <F> a fact
 */
record Buckets<F>(Keys keys, Nearness<F> nearness) implements Neighbours {
  private static final String IS_OTHER = "_is_other";

  @Override
  public JavaRDD<Tuple2<String, String>> links(Dataset<Row> facts) {
    if (facts.schema().apply(1).dataType() instanceof ArrayType) {
      return linksOfDistinct(facts);
    }
    return new Equals().links(facts).union(linksOfDistinct(Equals.distinct(facts)));
  }

  private JavaRDD<Tuple2<String, String>> linksOfDistinct(Dataset<Row> facts) {
    Dataset<Row> keyed = keys.of(facts);
    String key = keyed.columns()[0];
    return keyed
        .repartition(col(key))
        .sortWithinPartitions(col(key), col(facts.columns()[0]))
        .toJavaRDD()
        .mapPartitions(new LinksOfBuckets<>(nearness));
  }

  @Override
  public JavaPairRDD<String, Tuple2<String, Double>> nearest(
      Dataset<Row> facts, Dataset<Row> others) {
    Dataset<Row> keyed = keys.of(facts).withColumn(IS_OTHER, lit(false));
    Dataset<Row> among = keys.of(others).withColumn(IS_OTHER, lit(true));
    String key = keyed.columns()[0];
    return keyed
        .union(among)
        .repartition(col(key))
        .sortWithinPartitions(col(key), col(IS_OTHER).desc(), col(facts.columns()[0]))
        .toJavaRDD()
        .mapPartitionsToPair(new NearestInBuckets<>(nearness))
        .reduceByKey(Neighbours::nearer);
  }
}
