package dev.prospector.driver.curation.selection;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Why images are not chosen. */
final class Chosen {
  private Chosen() {}

  /** Since another is, which is the nearest that is. */
  static Row other(String uid, String nearest, double cosine) {
    return RowFactory.create(
        uid,
        JsonNodeFactory.instance
            .objectNode()
            .put("nearest", nearest)
            .put("cosine", cosine)
            .toString());
  }

  /** Since nobody can tell what it is like. */
  static Row without(String uid) {
    return RowFactory.create(
        uid, JsonNodeFactory.instance.objectNode().putNull("features").toString());
  }
}
