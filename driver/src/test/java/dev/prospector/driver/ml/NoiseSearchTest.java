package dev.prospector.driver.ml;

import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.LineageJson;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.image.Image;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF0;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a stage adds to the rows of a DataFrame. */
class NoiseSearchTest {
  private static final AtomicInteger READS = new AtomicInteger();
  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark = Prompts.session();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  @Test
  void findsWhatProspectorFindsForThePromptsOfEachRow() {
    NoiseSearch search = Prompts.search().setTopK(2);
    Dataset<Row> prompts = Prompts.three(spark);
    Dataset<Row> found = search.transform(prompts);
    assertThat(found.schema()).isEqualTo(search.transformSchema(prompts.schema()));

    List<Row> rows = found.orderBy("weight", "rank").collectAsList();
    List<ResultRow.Found> expected;
    try (Stream<ResultRow.Found> winners =
        Prospector.on(spark.sparkContext())
            .search(search.spec())
            .prompts(
                List.of(
                    new Prompt(0, "first", "a red circle"),
                    new Prompt(1, "second", "two blue squares"),
                    new Prompt(2, "third", "a green cross")))
            .run()
            .winners()) {
      expected = winners.toList();
    }
    assertThat(rows).hasSize(6).hasSameSizeAs(expected);
    for (int i = 0; i < rows.size(); i++) {
      requireSame(rows.get(i), expected.get(i));
      assertThat(rows.get(i).<Double>getAs("weight")).isEqualTo(1 + i / 2);
    }
  }

  private static void requireSame(Row row, ResultRow.Found expected) {
    assertThat(row.<String>getAs("id")).isEqualTo(expected.promptId());
    assertThat(row.<String>getAs("prompt")).isEqualTo(expected.prompt());
    assertThat(row.<Integer>getAs("rank")).isEqualTo(expected.rank());
    assertThat(row.<byte[]>getAs("png")).isEqualTo(expected.image().bytes());
    assertThat(row.<Double>getAs("score")).isEqualTo(expected.score());
    assertThat(new HashMap<>(row.<String, Double>getJavaMap(row.fieldIndex("scores"))))
        .isEqualTo(expected.scores());
    assertThat(row.<Long>getAs("seed")).isEqualTo(expected.lineage().seed());
    assertThat(row.<String>getAs("lineage")).isEqualTo(LineageJson.write(expected.lineage()));
    assertThat(row.<Long>getAs("nfe")).isEqualTo(expected.nfe());
    assertThat(row.<String>getAs("error")).isNull();
  }

  @Test
  void theImageIsOneOfSparksWithThePixelsOfItsPng() throws IOException {
    Dataset<Row> found = Prompts.search().transform(Prompts.three(spark));
    assertThat(found.select("image").schema()).isEqualTo(ImageSchema.imageSchema());
    for (Row row : found.collectAsList()) {
      Row image = row.getAs("image");
      byte[] png = row.getAs("png");
      assertThat(ImageSchema.getOrigin(image)).isEqualTo(row.getAs("id") + "#1");
      assertThat(ImageSchema.getMode(image)).isEqualTo(ImageSchema.javaOcvTypes().get("CV_8UC3"));
      assertThat(ImageSchema.getNChannels(image)).isEqualTo(3);
      assertThat(new Image(ImageSchema.getWidth(image), ImageSchema.getHeight(image), new byte[0]))
          .returns(32, Image::width)
          .returns(32, Image::height);
      assertThat(ImageSchema.getData(image)).isEqualTo(bgr(png));
    }
  }

  /** By Java alone, whose images of this type have Spark's order. */
  private static byte[] bgr(byte[] png) throws IOException {
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
    BufferedImage bgr =
        new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    bgr.getGraphics().drawImage(read, 0, 0, null);
    return ((DataBufferByte) bgr.getRaster().getDataBuffer()).getData();
  }

  @Test
  void rowsThatAreNoPromptSayWhyAndOthersAreSearchedFor() {
    Dataset<Row> found =
        Prompts.search()
            .transform(
                Prompts.rows(
                    spark,
                    RowFactory.create("a", "a red circle", 1.0),
                    RowFactory.create("b", null, 2.0),
                    RowFactory.create("c", "  ", 3.0),
                    RowFactory.create(null, "a green cross", 4.0),
                    RowFactory.create("e", "a\u0000b", 5.0)));
    List<Row> rows = found.orderBy("weight").select("error", "image", "rank").collectAsList();
    assertThat(rows.get(0)).matches(row -> row.isNullAt(0) && !row.isNullAt(1));
    assertThat(rows.subList(1, 5))
        .allMatch(row -> row.isNullAt(1) && row.isNullAt(2))
        .extracting(row -> row.getString(0))
        .containsExactly(
            "the prompt is null, expected a text",
            "the prompt is blank, expected a text",
            "the id is null, expected a text",
            "the prompt has a NUL as letter 2, expected text");
  }

  @Test
  void columnsThatSparkTakesForOneAreToldBeforeAnythingIsSearched() {
    Dataset<Row> twins = Prompts.three(spark).selectExpr("id", "prompt", "weight AS Prompt");
    assertThatThrownBy(() -> Prompts.search().transform(twins))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "promptCol was \"prompt\", expected one column that Spark takes it for, and there are"
                + " [prompt, Prompt]; rename all but one");
    spark.conf().set("spark.sql.caseSensitive", "true");
    try {
      assertThat(Prompts.search().transform(twins).count()).isEqualTo(3);
    } finally {
      spark.conf().unset("spark.sql.caseSensitive");
    }
  }

  @Test
  void withoutIdsRowsOfOnePromptShareItsImages() {
    Dataset<Row> found =
        Prompts.search()
            .setKey("id-col", "prompt")
            .transform(
                Prompts.rows(
                    spark,
                    RowFactory.create("a", "a red circle", 1.0),
                    RowFactory.create("b", "a green cross", 2.0),
                    RowFactory.create("c", "a red circle", 3.0)));
    List<Row> rows = found.orderBy("weight").select("png", "image.origin").collectAsList();
    assertThat(rows).hasSize(3);
    assertThat(rows.get(2)).isEqualTo(rows.get(0)).isNotEqualTo(rows.get(1));
    assertThat(rows.get(0).getString(1)).isEqualTo("a red circle#1");
  }

  @Test
  void ofNoRowsThereAreNone() {
    NoiseSearch search = Prompts.search();
    Dataset<Row> none = search.transform(Prompts.rows(spark));
    assertThat(none.collectAsList()).isEmpty();
    assertThat(none.schema()).isEqualTo(search.transformSchema(Prompts.SCHEMA));
  }

  @Test
  void columnsMayHaveDotsAndOursAPrefix() {
    Dataset<Row> found =
        Prompts.search()
            .setIdCol("the.id")
            .setPromptCol("a `prompt`")
            .setOutputPrefix("found.")
            .transform(
                Prompts.three(spark)
                    .withColumnRenamed("id", "the.id")
                    .withColumnRenamed("prompt", "a `prompt`")
                    .withColumnRenamed("weight", "score"));
    assertThat(found.columns())
        .startsWith("the.id", "a `prompt`", "score", "found.rank", "found.image");
    assertThat(found.where("`found.error` is null and `found.score` is not null").count())
        .isEqualTo(3);
  }

  @Test
  void rowsThatChangeAreNotTakenForThoseThatWereSearchedFor() {
    UDF0<String> another = () -> "id " + READS.incrementAndGet();
    Dataset<Row> changing =
        Prompts.three(spark)
            .withColumn("id", udf(another, DataTypes.StringType).asNondeterministic().apply());
    Dataset<Row> found = Prompts.search().transform(changing);
    assertThat(found.select("error").as(Encoders.STRING()).collectAsList())
        .hasSize(3)
        .containsOnly(
            "the DataFrame had no such prompt when it was searched for; persist it before");
  }
}
