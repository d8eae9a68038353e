package dev.prospector.driver.curation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Adds the mean of an image's bytes, and fails on images of a rank: a stage that looks at one image
 * after the other. It notes which, since executors of these tests are this process.
 */
public final class Fragile extends Transformer {
  static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  private static final long serialVersionUID = 1L;

  private final IntParam failsOn = new IntParam(this, "failsOn", "the rank of images it fails on");

  public IntParam failsOn() {
    return failsOn;
  }

  @Override
  public String uid() {
    return "Fragile";
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return schema.add("mean", DataTypes.DoubleType);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> rows) {
    int rank = isSet(failsOn) ? (Integer) getOrDefault(failsOn) : 0;
    return rows.toDF()
        .withColumn("mean", udf(new Mean(rank), DataTypes.DoubleType).apply(col("image")));
  }

  @Override
  public Fragile copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** The mean, of images whose origin does not end in the rank. */
  private record Mean(int rank) implements UDF1<Row, Double> {

    @Override
    public Double call(Row image) {
      String origin = ImageSchema.getOrigin(image);
      boolean unused = SEEN.add(origin);
      if (origin.endsWith("#" + rank)) {
        throw new IllegalStateException("rank " + rank + " is not for me\nbut for others");
      }
      return mean(ImageSchema.getData(image));
    }
  }

  static double mean(byte[] bytes) {
    long sum = 0;
    for (byte one : bytes) {
      sum += one & 255;
    }
    return (double) sum / bytes.length;
  }
}
