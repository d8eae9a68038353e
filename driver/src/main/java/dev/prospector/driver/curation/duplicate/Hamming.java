package dev.prospector.driver.curation.duplicate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.spark.sql.Row;

/**
 * Hashes of 64 bits, as 16 hexadecimal digits, of which few bits differ.
 *
 * @param bits that may
 */
record Hamming(int bits) implements Nearness<Long> {
  private static final long serialVersionUID = 1L;

  @Override
  public Long read(Row row, int cell) {
    return Long.parseUnsignedLong(row.getString(cell), 16);
  }

  @Override
  public double between(Long one, Long other) {
    return -Long.bitCount(one ^ other);
  }

  @Override
  public boolean isEnough(double nearness) {
    return -nearness <= bits;
  }

  @Override
  public void say(double nearness, ObjectNode value) {
    value.put("distance", (int) -nearness);
  }
}
