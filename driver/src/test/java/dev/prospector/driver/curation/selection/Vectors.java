package dev.prospector.driver.curation.selection;

import dev.prospector.driver.curation.table.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows with features. */
final class Vectors {
  private static final StructType SCHEMA =
      new StructType()
          .add(Columns.UID, DataTypes.StringType)
          .add("the category", DataTypes.StringType)
          .add(Columns.SCORE, DataTypes.DoubleType)
          .add(Columns.FEATURES, DataTypes.createArrayType(DataTypes.FloatType));

  /** An image, as its row has it. */
  record Seen(String uid, String category, double score, List<Float> features) {
    float[] vector() {
      float[] vector = new float[features.size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = features.get(i);
      }
      return vector;
    }
  }

  private Vectors() {}

  /** So many in any direction, half of category a, a quarter of b, a quarter of none. */
  static List<Seen> some(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      float[] vector = new float[10];
      for (int k = 0; k < vector.length; k++) {
        vector[k] = (float) (random.nextDouble() - .3);
      }
      String category = i % 2 == 0 ? "a" : i % 4 == 1 ? "b" : null;
      seen.add(new Seen("u%03d".formatted(i), category, random.nextDouble(), unit(vector)));
    }
    return seen;
  }

  /** So many about each of some axes. */
  static List<Seen> clusters(int clusters, int each) {
    SplittableRandom random = new SplittableRandom(7);
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < clusters * each; i++) {
      float[] vector = new float[clusters];
      for (int k = 0; k < clusters; k++) {
        vector[k] = (float) (.05 * random.nextDouble()) + (i % clusters == k ? 1 : 0);
      }
      seen.add(new Seen("u%03d".formatted(i), null, random.nextDouble(), unit(vector)));
    }
    return seen;
  }

  static Dataset<Row> rows(List<Seen> seen, SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    for (Seen one : seen) {
      rows.add(RowFactory.create(one.uid(), one.category(), one.score(), one.features().toArray()));
    }
    return spark.createDataFrame(rows, SCHEMA);
  }

  static List<Float> unit(float[] vector) {
    double square = 0;
    for (float x : vector) {
      square += (double) x * x;
    }
    List<Float> unit = new ArrayList<>();
    for (float x : vector) {
      unit.add((float) (x / Math.sqrt(square)));
    }
    return unit;
  }
}
