package dev.prospector.driver.curation.selection;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.prospector.driver.curation.duplicate.NearestImages;
import dev.prospector.driver.curation.selection.Diversity.Part;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.statistics.Moments;
import dev.prospector.driver.statistics.VendiScore;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Measures how different images are before and after some went. */
public final class DiversityOfImages {
  private static final String GROUP = "_group";
  private static final String STAYS = "_stays";

  /** Sums are made in so many parts, and these added up in order: the same to the last bit. */
  private static final int PARTS = 4;

  /** Numbers in a vector; with more, the moments of all categories don't fit on the driver. */
  private static final int MOST_BY_CATEGORY = 512;

  private DiversityOfImages() {}

  /**
   * Of images that were judged.
   *
   * @param judged with {@link Columns#UID}, {@link Columns#FEATURES} and {@link Columns#VALUE};
   *     those without features don't count
   * @param by a column with categories
   * @param cosine from which on an image stands for another
   * @return empty if no image has features
   */
  public static Optional<Diversity> measure(
      Dataset<Row> judged, Optional<String> by, double cosine) {
    Dataset<Row> images =
        judged
            .where(col(Columns.FEATURES).isNotNull())
            .select(
                Shares.group(by).as(GROUP),
                col(Columns.UID),
                col(Columns.FEATURES),
                col(Columns.VALUE).isNull().as(STAYS))
            .persist(StorageLevel.MEMORY_AND_DISK());
    List<Row> first = images.limit(1).collectAsList();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    boolean isByCategory = by.isPresent() && first.get(0).getList(2).size() <= MOST_BY_CATEGORY;
    SortedMap<String, Long> covered = covered(images, cosine);
    SortedMap<String, Moments> candidates = new TreeMap<>();
    SortedMap<String, Moments> kept = new TreeMap<>();
    Column group = isByCategory ? col(GROUP) : lit("");
    for (Tuple2<String, Moments> sum : sums(images, group)) {
      String name = sum._1().substring(1);
      candidates.merge(name, sum._2(), Moments::plus);
      if (sum._1().startsWith("+")) {
        kept.merge(name, sum._2(), Moments::plus);
      }
    }
    images.unpersist();
    SortedMap<String, Part> parts = new TreeMap<>();
    if (isByCategory) {
      candidates.forEach(
          (name, moments) ->
              parts.put(
                  Shares.name(name),
                  part(moments, kept.get(name), covered.getOrDefault(name, 0L))));
    }
    long coveredInAll = covered.values().stream().mapToLong(Long::longValue).sum();
    return Optional.of(
        new Diversity(
            cosine,
            part(
                candidates.values().stream().reduce(Moments::plus).orElseThrow(),
                kept.values().stream().reduce(Moments::plus).orElse(null),
                coveredInAll),
            parts));
  }

  private static Part part(Moments candidates, Moments kept, long covered) {
    return new Part(
        candidates.n(),
        kept == null ? 0 : kept.n(),
        VendiScore.of(candidates),
        kept == null ? 0 : VendiScore.of(kept),
        covered / (double) candidates.n());
  }

  /** By group, after + for those that stay and − for the others, some for each. */
  private static List<Tuple2<String, Moments>> sums(Dataset<Row> images, Column group) {
    return images
        .withColumn(GROUP, concat(when(col(STAYS), lit("+")).otherwise(lit("-")), group))
        .repartition(PARTS, col(Columns.UID))
        .sortWithinPartitions(GROUP, Columns.UID)
        .select(GROUP, Columns.FEATURES)
        .toJavaRDD()
        .mapPartitions(new MomentsOfGroups())
        .collect();
  }

  /** How many images of each group stay or are near one that does. */
  private static SortedMap<String, Long> covered(Dataset<Row> images, double cosine) {
    Column stays = col(STAYS);
    Dataset<Row> kept = images.where(stays);
    JavaRDD<Row> near =
        NearestImages.of(vectors(images.where(not(stays))), vectors(kept), cosine)
            .keys()
            .map(RowFactory::create);
    Dataset<Row> covered =
        images
            .sparkSession()
            .createDataFrame(near, new StructType().add(Columns.UID, DataTypes.StringType))
            .union(kept.select(Columns.UID));
    SortedMap<String, Long> counts = new TreeMap<>();
    for (Row row : images.join(covered, Columns.UID).groupBy(GROUP).count().collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
    return counts;
  }

  private static Dataset<Row> vectors(Dataset<Row> images) {
    return images.select(Columns.UID, Columns.FEATURES);
  }
}
