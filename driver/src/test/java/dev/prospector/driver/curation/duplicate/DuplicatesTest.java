package dev.prospector.driver.curation.duplicate;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prospector.driver.curation.duplicate.Duplicates.Method;
import dev.prospector.driver.curation.duplicate.Duplicates.Prefer;
import dev.prospector.driver.curation.duplicate.Planted.Seen;
import dev.prospector.driver.curation.fact.Facts;
import dev.prospector.driver.curation.fact.Features;
import dev.prospector.driver.curation.fact.ReferenceSet;
import dev.prospector.driver.curation.fact.Scenes;
import dev.prospector.driver.curation.sieve.Sieve;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.engine.Placement;
import dev.prospector.executors.image.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DuplicatesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Facts ALL =
      new Facts(
          true, true, Optional.of(Features.network("shapes-features")), Placement.TOGETHER, 8);

  private static SparkSession spark;

  @TempDir Path dir;

  @BeforeAll
  static void start() {
    spark = Scenes.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  static List<Likeness<?>> whole() {
    return AlikeTest.whole().toList();
  }

  @ParameterizedTest
  @MethodSource("whole")
  void whatIsNearAnEarlierImageGoesAndEarlierOnesStay(Likeness<?> likeness) throws Exception {
    List<Seen> seen = Planted.some(2_000, 4);
    List<Seen> earlier = seen.subList(0, 600);
    Map<String, List<String>> near = new TreeMap<>();
    for (Seen one : seen.subList(600, seen.size())) {
      for (Seen other : earlier) {
        if (Planted.isNear(one, other, likeness)) {
          near.computeIfAbsent(one.uid(), unused -> new ArrayList<>()).add(other.uid());
        }
      }
    }
    Dataset<Row> kept = Planted.rows(earlier, spark).select(Columns.UID);
    Sieve sieve = new TooNear<>(likeness, new Earlier(kept));
    Map<String, JsonNode> went = went(sieve.judge(Planted.rows(seen, spark)));
    assertThat(went.keySet()).isEqualTo(near.keySet()).isNotEmpty();
    went.forEach(
        (uid, value) -> assertThat(near.get(uid)).contains(value.get("stays").textValue()));
    Dataset<Row> shuffled = Planted.rows(seen, spark).orderBy(Columns.SCORE).repartition(5);
    assertThat(went(sieve.judge(shuffled))).isEqualTo(went);
  }

  @Test
  void ofImagesThatWentThroughTheWorldOneStays() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int seed = 0; seed < 60; seed++) {
      Image image = Scenes.scene(seed, 64, 64);
      add(rows, "a%02d".formatted(seed), 9, image);
      if (seed % 6 == 1) {
        add(rows, "b%02d".formatted(seed), 3, image);
      } else if (seed % 6 == 2) {
        add(rows, "c%02d".formatted(seed), 3, Scenes.noisy(image, 6, seed));
      } else if (seed % 6 == 3) {
        add(rows, "d%02d".formatted(seed), 3, image.scaled(96, 96));
      }
    }
    Dataset<Row> images = spark.createDataFrame(rows, IMAGES);
    Duplicates duplicates =
        new Duplicates(
            true, Optional.of(8), Optional.empty(), Method.EXACT, Prefer.SCORE, List.of());
    Facts facts = new Facts(true, true, Optional.empty(), Placement.TOGETHER, 8);
    List<Sieve> sieves = duplicates.sieves(facts, Optional.empty(), spark);
    assertThat(sieves)
        .extracting(Sieve::rule)
        .containsExactly(
            "duplicate: the same pixels", "duplicate: perceptual hashes within 8 bits");
    Dataset<Row> described = facts.add(images.drop(Columns.IMAGE), images).persist();
    Map<String, JsonNode> exact = went(sieves.get(0).judge(described));
    assertThat(exact.keySet()).allMatch(uid -> uid.startsWith("b")).hasSize(10);
    Map<String, JsonNode> alike = went(sieves.get(1).judge(described));
    assertThat(alike.keySet()).noneMatch(uid -> uid.startsWith("a")).hasSize(30);
    alike.forEach(
        (uid, value) ->
            assertThat(value.get("stays").textValue()).isEqualTo("a" + uid.substring(1)));
  }

  @Test
  void whatIsNearAReferenceImageGoes() throws Exception {
    Files.write(dir.resolve("bench.png"), Scenes.scene(5, 48, 48).png());
    List<Row> rows = new ArrayList<>();
    for (int seed = 20; seed < 32; seed++) {
      add(rows, "%02d".formatted(seed), 1, Scenes.scene(seed, 32, 32));
    }
    add(rows, "copy", 1, Scenes.scene(5, 48, 48));
    add(rows, "small", 1, Scenes.scene(5, 48, 48).scaled(32, 32));
    Dataset<Row> images = spark.createDataFrame(rows, IMAGES);
    Dataset<Row> described = ALL.add(images.drop(Columns.IMAGE), images).persist();
    Duplicates duplicates =
        new Duplicates(
            true,
            Optional.of(6),
            Optional.of(.999),
            Method.EXACT,
            Prefer.EARLIER,
            List.of(new ReferenceSet(dir.toString(), Optional.empty())));
    List<Sieve> sieves = duplicates.sieves(ALL, Optional.empty(), spark);
    assertThat(went(sieves.get(0).judge(described)).keySet()).containsExactly("copy");
    Map<String, JsonNode> near = went(sieves.get(2).judge(described));
    assertThat(near.keySet()).containsExactly("copy", "small");
    assertThat(near.get("copy").get("reference").textValue()).endsWith("/bench.png");
    assertThat(near.get("copy").get("distance").intValue()).isZero();
    Map<String, JsonNode> seen = went(sieves.get(4).judge(described));
    assertThat(seen.keySet()).contains("copy", "small");
    assertThat(seen.get("copy").get("cosine").doubleValue()).isEqualTo(1);
  }

  @Test
  void aReferenceThatIsNoImageIsRefusedInASentence() throws Exception {
    Files.writeString(dir.resolve("x.png"), "no image");
    ReferenceSet set = new ReferenceSet(dir.toString(), Optional.empty());
    assertThatThrownBy(
            () ->
                settings(Optional.of(4), Optional.empty(), List.of(set))
                    .sieves(ALL, Optional.empty(), spark))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("x.png: is no image (8 bytes that are no PNG or JPEG image)");
  }

  @Test
  void settingsThatMeanNothingAreRefused() {
    List<ReferenceSet> some = List.of(new ReferenceSet("bench", Optional.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Optional.of(16), Optional.empty(), List.of()))
        .withMessage("bits 16, expected 0 to 15");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Optional.empty(), Optional.of(1.1), List.of()))
        .withMessage("cosine 1.1, expected above 0 and at most 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Optional.empty(), Optional.empty(), some))
        .withMessageContaining("expected exact, bits or cosine");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Duplicates(
                    false, Optional.empty(), Optional.of(.7), Method.LSH, Prefer.SCORE, List.of()))
        .withMessageContaining("cosine 0.7 by lsh, expected 0.8 or more");
    Facts own = new Facts(false, false, Optional.of(Features.column("x")), Placement.TOGETHER, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                settings(Optional.empty(), Optional.of(.9), some)
                    .sieves(own, Optional.empty(), spark))
        .withMessageContaining("cosine by the column x, which images of bench don't have");
  }

  private static Duplicates settings(
      Optional<Integer> bits, Optional<Double> cosine, List<ReferenceSet> against) {
    return new Duplicates(false, bits, cosine, Method.EXACT, Prefer.EARLIER, against);
  }

  private static final StructType IMAGES =
      new StructType()
          .add(Columns.UID, DataTypes.StringType)
          .add(Columns.SCORE, DataTypes.DoubleType)
          .add(Columns.RUN, DataTypes.StringType)
          .add(Columns.IMAGE, new StructType().add("bytes", DataTypes.BinaryType));

  private static void add(List<Row> rows, String uid, double score, Image image) {
    rows.add(RowFactory.create(uid, score, "2026-11-26", RowFactory.create((Object) image.png())));
  }

  private static Map<String, JsonNode> went(Dataset<Row> judged) throws Exception {
    Map<String, JsonNode> went = new TreeMap<>();
    for (Row row : judged.where(col(Columns.VALUE).isNotNull()).collectAsList()) {
      went.put(row.getAs(Columns.UID), JSON.readTree(row.<String>getAs(Columns.VALUE)));
    }
    return went;
  }
}
