package dev.prospector.driver.curation.duplicate;

import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Finds who is near whom, among facts: rows of a name and a fact, none of them null. */
interface Neighbours {

  /** Pairs of names that connect all that are near enough, directly or through others. */
  JavaRDD<Tuple2<String, String>> links(Dataset<Row> facts);

  /**
   * By the name of a fact, the nearest of others that is near enough, and how near that is; of
   * equally near ones the smaller name.
   */
  JavaPairRDD<String, Tuple2<String, Double>> nearest(Dataset<Row> facts, Dataset<Row> others);

  /** Which of two neighbours is the nearer. */
  static Tuple2<String, Double> nearer(Tuple2<String, Double> one, Tuple2<String, Double> other) {
    int order = Double.compare(one._2(), other._2());
    return order > 0 || (order == 0 && one._1().compareTo(other._1()) <= 0) ? one : other;
  }
}
