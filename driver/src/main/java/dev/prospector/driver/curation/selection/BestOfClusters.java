package dev.prospector.driver.curation.selection;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.row_number;

import dev.prospector.driver.curation.duplicate.NearestImages;
import dev.prospector.driver.curation.sieve.Sieve;
import dev.prospector.driver.curation.sieve.Verdicts;
import dev.prospector.driver.curation.table.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Chooses of as many clusters as there are images to choose the best of each, by Spark ML's {@link
 * KMeans}. Where clusters fell together, second ones make up for them.
 *
 * @param number that is chosen
 * @param by the column with categories
 */
record BestOfClusters(int number, Optional<String> by) implements Sieve {
  private static final String GROUP = "_group";
  private static final String VECTOR = "_vector";
  private static final String CLUSTER = "_cluster";
  private static final String PLACE = "_place";
  private static final long SEED = 1;
  private static final int PARTS = 8;

  /** In 2⁻²⁰: sums of so few bits are exact, so it does not matter in which order tasks end. */
  private static final String ROUNDED =
      "transform(%s, x -> rint(double(x) * 1048576D) / 1048576D)".formatted(Columns.FEATURES);

  @Override
  public String rule() {
    return "selection of the best of %,d clusters".formatted(number)
        + by.map(" by "::concat).orElse("");
  }

  @Override
  public Dataset<Row> judge(Dataset<Row> rows) {
    Dataset<Row> slim = Shares.slim(rows, by, GROUP).persist(StorageLevel.MEMORY_AND_DISK());
    List<Row> chosen = new ArrayList<>();
    for (Map.Entry<String, Integer> share : Shares.of(slim, GROUP, number).entrySet()) {
      Dataset<Row> group =
          slim.where(col(GROUP).equalTo(share.getKey()).and(col(Columns.FEATURES).isNotNull()));
      chosen.addAll(best(group, share.getValue()));
    }
    Dataset<Row> stay =
        rows.sparkSession()
            .createDataFrame(chosen, new StructType().add(Columns.UID, DataTypes.StringType));
    JavaRDD<Row> went = went(slim, stay).persist(StorageLevel.MEMORY_AND_DISK());
    went.count();
    slim.unpersist();
    return Verdicts.add(rows, went);
  }

  private static List<Row> best(Dataset<Row> group, int share) {
    if (share == 0) {
      return List.of();
    }
    Dataset<Row> clusters =
        share == 1 ? group.withColumn(CLUSTER, expr("0")) : clusters(group, share);
    return clusters
        .withColumn(
            PLACE,
            row_number()
                .over(
                    Window.partitionBy(CLUSTER)
                        .orderBy(col(Columns.SCORE).desc_nulls_last(), col(Columns.UID).asc())))
        .orderBy(col(PLACE).asc(), col(Columns.SCORE).desc_nulls_last(), col(Columns.UID).asc())
        .limit(share)
        .select(Columns.UID)
        .collectAsList();
  }

  private static Dataset<Row> clusters(Dataset<Row> group, int share) {
    // Which row is in which partition, and where, decides which are the first centres.
    Dataset<Row> vectors =
        group
            .withColumn(VECTOR, array_to_vector(expr(ROUNDED)))
            .drop(Columns.FEATURES)
            .repartition(PARTS, col(Columns.UID))
            .sortWithinPartitions(Columns.UID)
            .persist(StorageLevel.MEMORY_AND_DISK());
    return new KMeans()
        .setK(share)
        .setSeed(SEED)
        .setInitMode("random")
        .setFeaturesCol(VECTOR)
        .setPredictionCol(CLUSTER)
        .fit(vectors)
        .transform(vectors);
  }

  private static JavaRDD<Row> went(Dataset<Row> slim, Dataset<Row> stay) {
    Dataset<Row> open = slim.join(stay, new String[] {Columns.UID}, "left_anti");
    Dataset<Row> others =
        open.where(col(Columns.FEATURES).isNotNull()).select(Columns.UID, Columns.FEATURES);
    Dataset<Row> chosen =
        slim.join(stay, new String[] {Columns.UID}, "left_semi")
            .select(Columns.UID, Columns.FEATURES);
    return NearestImages.of(others, chosen, NearestImages.ANY)
        .map(found -> Chosen.other(found._1(), found._2()._1(), found._2()._2()))
        .union(
            open.where(col(Columns.FEATURES).isNull())
                .toJavaRDD()
                .map(row -> Chosen.without(row.getString(row.fieldIndex(Columns.UID)))));
  }
}
