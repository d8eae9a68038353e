package dev.prospector.driver.ml.image;

import dev.prospector.executors.image.Image;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF3;

/** A PNG file as a row of Spark's image schema. */
public final class PngDecoder implements UDF3<byte[], String, Integer, Row> {
  private static final long serialVersionUID = 1L;
  private static final String THREE_BYTES = "CV_8UC3";

  /**
   * Decodes it.
   *
   * @return null if there is none; its origin is {@code id#rank}, since no file holds it alone
   */
  @Override
  public Row call(byte[] png, String id, Integer rank) {
    if (png == null) {
      return null;
    }
    Image image = Image.of(png);
    return RowFactory.create(
        id + "#" + rank,
        image.height(),
        image.width(),
        3,
        ImageSchema.javaOcvTypes().get(THREE_BYTES),
        image.bgr());
  }
}
