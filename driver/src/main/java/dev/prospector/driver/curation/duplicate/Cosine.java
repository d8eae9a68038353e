package dev.prospector.driver.curation.duplicate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.spark.sql.Row;

/**
 * Vectors whose directions differ little.
 *
 * @param least cosine of the angle between them
 */
record Cosine(double least) implements Nearness<float[]> {
  private static final long serialVersionUID = 1L;

  @Override
  public float[] read(Row row, int cell) {
    return Tile.vector(row, cell);
  }

  @Override
  public double between(float[] one, float[] other) {
    return Tile.cosine(one, other);
  }

  @Override
  public boolean isEnough(double nearness) {
    return nearness >= least;
  }

  @Override
  public void say(double nearness, ObjectNode value) {
    value.put("cosine", nearness);
  }
}
