package dev.prospector.driver.curation.duplicate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Bands of the least hashes of a text's shingles (Broder 1997): two texts share a least hash as
 * often as their shingles are the same, so those that are much alike share a band. Of the ways to
 * cut {@value #HASHES} hashes into bands the one with the longest is taken that misses at most one
 * in a hundred of those that are just alike enough.
 *
 * @param rows hashes in a band
 */
record MinHash(int rows) implements Keys, FlatMapFunction<Row, Row> {
  private static final long serialVersionUID = 1L;
  private static final int HASHES = 128;
  private static final double MISSED = .01;

  /** For texts that are alike so much, a twentieth or more. */
  static MinHash of(double similarity) {
    int rows = 1;
    while (rows < HASHES && missed(similarity, rows + 1) <= MISSED) {
      rows++;
    }
    return new MinHash(rows);
  }

  /** The share of pairs so alike that share no band. */
  static double missed(double similarity, int rows) {
    int bands = HASHES / rows;
    return Math.pow(1 - Math.pow(similarity, rows), bands);
  }

  @Override
  public Dataset<Row> of(Dataset<Row> texts) {
    StructType schema =
        new StructType()
            .add("_key", DataTypes.StringType)
            .add(texts.schema().apply(0))
            .add(texts.schema().apply(1));
    return texts.sparkSession().createDataFrame(texts.toJavaRDD().flatMap(this), schema);
  }

  @Override
  public Iterator<Row> call(Row text) {
    long[] shingles = Shingles.of(text.getString(1));
    List<Row> keyed = new ArrayList<>();
    for (int band = 0; band < HASHES / rows; band++) {
      long key = band;
      for (int hash = band * rows; hash < (band + 1) * rows; hash++) {
        key = Shingles.mixed(key ^ least(shingles, hash));
      }
      keyed.add(RowFactory.create(Long.toHexString(key), text.get(0), text.get(1)));
    }
    return keyed.iterator();
  }

  /** Under another order of all shingles for each hash. */
  private static long least(long[] shingles, int hash) {
    long salt = Shingles.mixed(hash);
    long least = Long.MAX_VALUE;
    for (long shingle : shingles) {
      least = Math.min(least, Shingles.mixed(shingle ^ salt));
    }
    return least;
  }
}
