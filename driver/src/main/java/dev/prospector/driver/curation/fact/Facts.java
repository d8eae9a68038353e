package dev.prospector.driver.curation.fact;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.bundle.Checksums;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.engine.Placement;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What is to be known of images. Nothing else is found out.
 *
 * @param pixels {@link Columns#SHA256}
 * @param hash {@link Columns#PHASH}
 * @param features of {@link Columns#FEATURES}; empty for none. Images of another size than the only
 *     one that a network takes are scaled
 * @param placement where a network runs
 * @param batch images that it is given at a time
 */
public record Facts(
    boolean pixels, boolean hash, Optional<Features> features, Placement placement, int batch) {
  private static final String FOUND_NOW = "_now_";

  /** Counts up when hashes of pixels are made otherwise. */
  private static final String DEFINITION = "1";

  private static final StructType FOUND =
      new StructType()
          .add(Columns.UID, DataTypes.StringType)
          .add(Columns.SHA256, DataTypes.StringType)
          .add(Columns.PHASH, DataTypes.StringType)
          .add(Columns.FEATURES, DataTypes.createArrayType(DataTypes.FloatType));

  public Facts {
    Objects.requireNonNull(features, "features");
    Objects.requireNonNull(placement, "placement");
    if (batch < 1) {
      throw new IllegalArgumentException("batch %d, expected 1 or more".formatted(batch));
    }
  }

  /**
   * What each fact is found out by, in one word: of two images a fact that was found out by the
   * same is the same if the images are.
   *
   * @param files where a network's bundle is
   * @param versions of what networks run with
   */
  public Map<String, String> foundOutBy(HadoopFiles files, Map<String, String> versions) {
    Map<String, String> words = new LinkedHashMap<>();
    for (String fact : ofImages()) {
      words.put(fact, fact.equals(Columns.FEATURES) ? networkWord(files, versions) : DEFINITION);
    }
    return words;
  }

  private String networkWord(HadoopFiles files, Map<String, String> versions) {
    String name = network().orElseThrow();
    String weights =
        FeatureProviders.named(name, files)
            .fingerprint()
            .orElseGet(() -> name + " " + versions.get("prospector"));
    List<String> parts =
        List.of(
            weights,
            String.valueOf(batch),
            String.valueOf(placement),
            String.valueOf(versions.get("djl")),
            String.valueOf(versions.get("pytorch")));
    return Checksums.of(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Of images alone. They are looked at once, when first asked for.
   *
   * @param images their {@link Columns#UID}, or whatever names them, and a struct {@link
   *     Columns#IMAGE} with the file's {@code bytes}
   * @return name, SHA-256, perceptual hash and features; null for those that are not asked for
   */
  public Dataset<Row> of(Dataset<Row> images) {
    SparkSession spark = images.sparkSession();
    FactsOfImages look =
        new FactsOfImages(
            pixels,
            hash,
            network().orElse(null),
            placement,
            batch,
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    JavaRDD<Row> facts =
        images
            .select(col(Columns.UID), col(Columns.IMAGE).getField("bytes"))
            .toJavaRDD()
            .mapPartitions(look)
            .persist(StorageLevel.MEMORY_AND_DISK());
    return spark.createDataFrame(facts, FOUND);
  }

  /**
   * Adds them to rows. What a row has already, as those of earlier versions may, is believed: its
   * features must be of the same network.
   *
   * @param images as {@link #of} takes them, of all rows that lack something; the names of those
   *     that do are sent to every executor
   * @throws InvalidInputException if there is no column of vectors of that name
   */
  public Dataset<Row> add(Dataset<Row> rows, Dataset<Row> images) {
    Dataset<Row> known = withColumns(rows);
    List<String> asked = ofImages();
    if (asked.isEmpty()) {
      return known;
    }
    Column lacking = lit(false);
    for (String fact : asked) {
      lacking = lacking.or(col(fact).isNull());
    }
    Dataset<Row> open = known.where(lacking).select(Columns.UID);
    Dataset<Row> found = of(images.join(broadcast(open), Columns.UID, "left_semi"));
    for (String fact : asked) {
      found = found.withColumnRenamed(fact, FOUND_NOW + fact);
    }
    Column none = raise_error(concat(col(Columns.UID), lit(": has no image")));
    List<Column> columns = new ArrayList<>();
    for (String name : known.columns()) {
      if (!asked.contains(name)) {
        columns.add(col(Columns.quoted(name)));
      }
    }
    // Last and in this order, whichever of them rows have already.
    asked.forEach(fact -> columns.add(coalesce(col(fact), col(FOUND_NOW + fact), none).as(fact)));
    List<Column> now = new ArrayList<>(List.of(col(Columns.UID)));
    asked.forEach(fact -> now.add(col(FOUND_NOW + fact)));
    return known
        .join(found.select(now.toArray(Column[]::new)), Columns.UID, "left")
        .select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> withColumns(Dataset<Row> rows) {
    Dataset<Row> known = rows;
    for (String fact : ofImages()) {
      if (!Arrays.asList(rows.columns()).contains(fact)) {
        known = known.withColumn(fact, lit(null).cast(FOUND.apply(fact).dataType()));
      }
    }
    if (features.isPresent() && features.get().isColumn()) {
      requireVectors(features.get().name(), rows.schema());
      Column own = struct(col(Columns.quoted(features.get().name())));
      known =
          known.withColumn(
              Columns.FEATURES,
              udf(new Direction(), FOUND.apply(Columns.FEATURES).dataType()).apply(own));
    }
    return known;
  }

  private static void requireVectors(String name, StructType rows) {
    DataType type =
        Arrays.stream(rows.fields())
            .filter(field -> field.name().equalsIgnoreCase(name)) // As Spark finds it.
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "features: there is no column '%s', expected one of %s"
                            .formatted(name, String.join(", ", rows.fieldNames()))))
            .dataType();
    if (!type.equals(SQLDataTypes.VectorType())
        && !(type instanceof ArrayType array && array.elementType() instanceof NumericType)) {
      throw new InvalidInputException(
          "features: column '%s' is %s, expected arrays of numbers or Spark's vectors"
              .formatted(name, type.simpleString()));
    }
  }

  private List<String> ofImages() {
    List<String> facts = new ArrayList<>();
    if (pixels) {
      facts.add(Columns.SHA256);
    }
    if (hash) {
      facts.add(Columns.PHASH);
    }
    network().ifPresent(unused -> facts.add(Columns.FEATURES));
    return facts;
  }

  private Optional<String> network() {
    return features.filter(found -> !found.isColumn()).map(Features::name);
  }
}
