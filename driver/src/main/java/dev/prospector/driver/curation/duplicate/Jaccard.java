package dev.prospector.driver.curation.duplicate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.spark.sql.Row;

/**
 * Texts that share most of their shingles: of all that either has, the share that both have.
 *
 * @param least that share
 */
record Jaccard(double least) implements Nearness<long[]> {
  private static final long serialVersionUID = 1L;

  @Override
  public long[] read(Row row, int cell) {
    return Shingles.of(row.getString(cell));
  }

  @Override
  public double between(long[] one, long[] other) {
    int both = 0;
    for (int i = 0, j = 0; i < one.length && j < other.length; ) {
      if (one[i] == other[j]) {
        both++;
        i++;
        j++;
      } else if (one[i] < other[j]) {
        i++;
      } else {
        j++;
      }
    }
    return both / (double) (one.length + other.length - both);
  }

  @Override
  public boolean isEnough(double nearness) {
    return nearness >= least;
  }

  @Override
  public void say(double nearness, ObjectNode value) {
    value.put("similarity", nearness);
  }
}
