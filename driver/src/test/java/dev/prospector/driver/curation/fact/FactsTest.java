package dev.prospector.driver.curation.fact;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.engine.Placement;
import dev.prospector.executors.image.Image;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FactsTest {
  private static final StructType IMAGES =
      new StructType()
          .add(Columns.UID, DataTypes.StringType)
          .add(
              Columns.IMAGE,
              new StructType()
                  .add("bytes", DataTypes.BinaryType)
                  .add("path", DataTypes.StringType));

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = Scenes.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void findsOutWhatIsAskedForAndNothingElse() throws Exception {
    Image image = Scenes.scene(1, 32, 24);
    Row pixels = facts(true, false, Optional.empty()).of(images(image)).first();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(ByteBuffer.allocate(8).putInt(32).putInt(24).array());
    digest.update(image.rgb());
    assertThat(pixels.getString(1)).isEqualTo(HexFormat.of().formatHex(digest.digest()));
    assertThat(pixels.isNullAt(2) && pixels.isNullAt(3)).isTrue();
    Row hash = facts(false, true, Optional.empty()).of(images(image)).first();
    assertThat(hash.getString(2)).isEqualTo(PerceptualHash.of(image));
    assertThat(hash.isNullAt(1) && hash.isNullAt(3)).isTrue();
  }

  @Test
  void ofANetworkAreTheSameHoweverImagesArePartitioned() {
    List<Image> all = new ArrayList<>();
    for (int seed = 0; seed < 23; seed++) {
      all.add(Scenes.scene(seed, seed % 5 == 0 ? 48 : 32, 32)); // Some are scaled first.
    }
    Dataset<Row> images = images(all.toArray(Image[]::new));
    Facts facts = facts(false, false, Optional.of(Features.network("shapes-features")));
    List<Row> one = facts.of(images.coalesce(1)).orderBy(Columns.UID).collectAsList();
    List<Row> five =
        facts
            .of(images.orderBy(col(Columns.UID).desc()).repartition(5))
            .orderBy(Columns.UID)
            .collectAsList();
    assertThat(five).isEqualTo(one).hasSize(23);
    for (Row row : one) {
      double square = row.<Float>getList(3).stream().mapToDouble(x -> x * x).sum();
      assertThat(square).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void areBelievedWhereTheyAreThereAlready() {
    Dataset<Row> images = images(Scenes.scene(0, 32, 32), Scenes.scene(1, 32, 32));
    Dataset<Row> rows =
        images
            .select(col(Columns.UID), lit("x").as("more"))
            .withColumn(Columns.SHA256, when(col(Columns.UID).equalTo("00"), "known"));
    Dataset<Row> added = facts(true, true, Optional.empty()).add(rows, images).orderBy(Columns.UID);
    assertThat(added.columns()).containsExactly(Columns.UID, "more", Columns.SHA256, Columns.PHASH);
    assertThat(added.collectAsList())
        .containsExactly(
            RowFactory.create("00", "x", "known", PerceptualHash.of(Scenes.scene(0, 32, 32))),
            RowFactory.create(
                "01",
                "x",
                FactsOfImages.pixels(Scenes.scene(1, 32, 32)),
                PerceptualHash.of(Scenes.scene(1, 32, 32))));
  }

  @Test
  void ofARowWithoutAnImageAreRefused() {
    Dataset<Row> images = images(Scenes.scene(0, 32, 32));
    Dataset<Row> rows = images.select(Columns.UID).union(spark.range(1).select(lit("lost")));
    assertThatThrownBy(() -> facts(true, false, Optional.empty()).add(rows, images).collect())
        .hasStackTraceContaining("lost: has no image");
  }

  @Test
  void ofWhatIsNoImageSayWhichItIs() {
    Dataset<Row> images =
        spark.createDataFrame(
            List.of(RowFactory.create("odd", RowFactory.create(new byte[] {1, 2}, "odd.png"))),
            IMAGES);
    assertThatThrownBy(() -> facts(true, false, Optional.empty()).of(images).collect())
        .hasStackTraceContaining("odd: is no image (2 bytes that are no PNG or JPEG image)");
  }

  @Test
  void takeVectorsFromAColumn() {
    StructType schema =
        new StructType()
            .add(Columns.UID, DataTypes.StringType)
            .add("own.list", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("own", SQLDataTypes.VectorType());
    Dataset<Row> rows =
        spark.createDataFrame(
            List.of(
                RowFactory.create("a", new Double[] {3.0, 4.0}, Vectors.dense(0, 2)),
                RowFactory.create("b", new Double[] {0.0, 0.0}, null),
                RowFactory.create("c", new Double[] {1.0, null}, Vectors.dense(Double.NaN, 1))),
            schema);
    assertThat(features("own.list", rows)).containsExactly(List.of(.6f, .8f), null, null);
    assertThat(features("own", rows)).containsExactly(List.of(0f, 1f), null, null);
  }

  @Test
  void takeNothingElseFromAColumn() {
    Dataset<Row> rows = images(Scenes.scene(0, 32, 32));
    assertThatThrownBy(() -> features("vectors", rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("features: there is no column 'vectors', expected one of uid, image");
    assertThatThrownBy(() -> features("uid", rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "features: column 'uid' is string, expected arrays of numbers or Spark's vectors");
  }

  private static List<List<Float>> features(String column, Dataset<Row> rows) {
    List<List<Float>> found = new ArrayList<>();
    for (Row row :
        facts(false, false, Optional.of(Features.column(column)))
            .add(rows, rows)
            .orderBy(Columns.UID)
            .select(Columns.FEATURES)
            .collectAsList()) {
      found.add(row.isNullAt(0) ? null : row.getList(0));
    }
    return found;
  }

  private static Facts facts(boolean pixels, boolean hash, Optional<Features> features) {
    return new Facts(pixels, hash, features, Placement.TOGETHER, 4);
  }

  private static Dataset<Row> images(Image... images) {
    List<Row> rows = new ArrayList<>();
    Arrays.asList(images)
        .forEach(
            image ->
                rows.add(
                    RowFactory.create(
                        "%02d".formatted(rows.size()), RowFactory.create(image.png(), "x.png"))));
    return spark.createDataFrame(rows, IMAGES);
  }
}
