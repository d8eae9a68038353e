package dev.prospector.driver.curation.duplicate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.spark.sql.Row;

/** Equal texts. */
record Same() implements Nearness<String> {
  private static final long serialVersionUID = 1L;

  @Override
  public String read(Row row, int cell) {
    return row.getString(cell);
  }

  @Override
  public double between(String one, String other) {
    return one.equals(other) ? 1 : 0;
  }

  @Override
  public boolean isEnough(double nearness) {
    return nearness == 1;
  }

  @Override
  public void say(double nearness, ObjectNode value) {}
}
