package dev.prospector.driver.curation.duplicate;

import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Which images are nearest to which. */
public final class NearestImages {
  /** Below any cosine. */
  public static final double ANY = -2;

  private NearestImages() {}

  /**
   * By each image's name the nearest of others, if the cosine is large enough, and that; each is
   * compared with each.
   *
   * @param images rows of a name and a unit vector, none of them null
   * @param others the same
   */
  public static JavaPairRDD<String, Tuple2<String, Double>> of(
      Dataset<Row> images, Dataset<Row> others, double cosine) {
    return new Tiles(new Cosine(cosine)).nearest(images, others);
  }
}
