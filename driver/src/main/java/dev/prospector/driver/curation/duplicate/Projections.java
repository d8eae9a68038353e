package dev.prospector.driver.curation.duplicate;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.math3.special.Erf;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.feature.BucketedRandomProjectionLSH;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Buckets of random projections (Datar et al. 2004), by Spark ML's {@link
 * BucketedRandomProjectionLSH}, six of which make a key. Spark's own join takes one bucket for a
 * key and would compare every third pair, for a cosine of .95 and vectors at random; these keys
 * leave one in forty. There are as many keys as it takes for 99 in 100 pairs that are as far apart
 * as duplicates may be to share one; nearer ones share one more often.
 *
 * @param cosine that duplicates have at least
 */
record Projections(double cosine) implements Keys {
  private static final int PER_KEY = 6;
  private static final double MISSED = .01;
  private static final long SEED = 1;
  private static final String VECTOR = "_vector";
  private static final String HASHES = "_hashes";

  @Override
  public Dataset<Row> of(Dataset<Row> facts) {
    StructType schema =
        new StructType()
            .add("_key", DataTypes.StringType)
            .add(facts.schema().apply(0))
            .add(facts.schema().apply(1));
    Dataset<Row> vectors = facts.withColumn(VECTOR, array_to_vector(col(facts.columns()[1])));
    List<Row> first = vectors.limit(1).collectAsList();
    if (first.isEmpty()) {
      return facts.sparkSession().createDataFrame(List.of(), schema);
    }
    int size = first.get(0).<Vector>getAs(2).size();
    Dataset<Row> hashed =
        new BucketedRandomProjectionLSH()
            .setInputCol(VECTOR)
            .setOutputCol(HASHES)
            .setSeed(SEED)
            .setNumHashTables(PER_KEY * keys())
            .setBucketLength(width() / Math.sqrt(size))
            .fit(vectors)
            .transform(vectors)
            .drop(VECTOR);
    return facts.sparkSession().createDataFrame(hashed.toJavaRDD().flatMap(new Joined()), schema);
  }

  /** How far apart duplicates may be; not 0, for which there are no buckets. */
  private double distance() {
    return Math.max(Math.sqrt(2 - 2 * cosine), 1e-3);
  }

  /** Of a bucket, in spreads of the projections of unit vectors; those that are wider hold all. */
  private double width() {
    return Math.min(4 * distance(), 1.5);
  }

  /** How many keys a vector has. */
  int keys() {
    double u = width() / distance();
    double one =
        Erf.erf(u / Math.sqrt(2)) - 2 / (Math.sqrt(2 * Math.PI) * u) * (1 - Math.exp(-u * u / 2));
    double all = Math.pow(one, PER_KEY);
    return (int) Math.ceil(Math.log(MISSED) / Math.log1p(-all));
  }

  /** Some hashes as one key. */
  private record Joined() implements FlatMapFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Row> call(Row hashed) {
      List<Vector> hashes = hashed.getList(2);
      List<Row> keyed = new ArrayList<>();
      for (int from = 0; from < hashes.size(); from += PER_KEY) {
        StringBuilder key = new StringBuilder().append(from);
        for (int i = from; i < from + PER_KEY; i++) {
          key.append(':').append((long) hashes.get(i).apply(0));
        }
        keyed.add(RowFactory.create(key.toString(), hashed.get(0), hashed.get(1)));
      }
      return keyed.iterator();
    }
  }
}
