package dev.prospector.driver.curation.duplicate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Bands of a hash of 64 bits, one more than bits may differ: where no more differ, one band at
 * least is the same (by the pigeonhole principle), so none is missed.
 *
 * @param bits that may differ
 */
record HashBands(int bits) implements Keys {

  @Override
  public Dataset<Row> of(Dataset<Row> facts) {
    String name = facts.columns()[0];
    String fact = facts.columns()[1];
    Column hash = conv(col(fact), 16, -10).cast(DataTypes.LongType);
    int bands = bits + 1;
    Column[] keys = new Column[bands];
    for (int band = 0; band < bands; band++) {
      int from = 64 * band / bands;
      int to = 64 * (band + 1) / bands;
      long mask = -1L >>> (64 - (to - from));
      keys[band] = concat(lit(band + ":"), shiftrightunsigned(hash, from).bitwiseAND(mask));
    }
    return facts.select(explode(array(keys)).as("_key"), col(name), col(fact));
  }
}
