package dev.prospector.driver.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.input.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages of DJL's shape behind ours. */
class PipelineTest {
  private static final String FLAT =
      "SELECT image.*, id, rank, score, scores.realism FROM __THIS__ WHERE image IS NOT NULL";

  private static final String BEST = "SELECT * FROM __THIS__ WHERE prediction > 0";

  @TempDir Path models;

  @Test
  void aModelOfDjlsScoresTheImagesAndAFilterKeepsTheBest() throws IOException {
    try (SparkSession spark = Prompts.session()) {
      Dataset<Row> prompts =
          Prompts.three(spark)
              .union(Prompts.rows(spark, RowFactory.create("no prompt", null, 4.0)));
      List<PipelineStage> stages =
          List.of(Prompts.search().setTopK(3), sql(FLAT), realism(), sql(BEST));
      List<Row> rows = transformed(stages.subList(0, 3), prompts);
      assertThat(rows).hasSize(9);
      for (Row row : rows) { // The same network, which saw the image before it had 8 bits.
        assertThat(row.<Float>getAs("prediction").doubleValue())
            .isCloseTo(row.<Double>getAs("realism"), offset(.1));
      }
      List<Row> best = rows.stream().filter(row -> row.<Float>getAs("prediction") > 0).toList();
      assertThat(best).hasSizeBetween(1, 8);
      assertThat(transformed(stages, prompts)).containsExactlyInAnyOrderElementsOf(best);
    }
  }

  @Test
  void inAContextThatProspectorConfiguredItIsTheSame() throws IOException {
    List<PipelineStage> stages = List.of(Prompts.search(), sql(FLAT));
    SparkConf conf = Prospector.configure(new SparkConf().setMaster("local[2]").setAppName("ours"));
    List<String> ours;
    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
      ours = texts(transformed(stages, Prompts.three(spark)));
    }
    conf.set("spark.kryo.registrationRequired", "true");
    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
      assertThatThrownBy(() -> transformed(stages, Prompts.three(spark)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("spark.kryo.registrationRequired was true, expected false");
    }
    try (SparkSession spark = Prompts.session()) {
      assertThat(texts(transformed(stages, Prompts.three(spark)))).hasSize(3).isEqualTo(ours);
    }
  }

  /** Rows that can be told apart, pixels included. */
  private static List<String> texts(List<Row> rows) {
    return rows.stream()
        .map(row -> row + Arrays.toString(row.<byte[]>getAs("data")))
        .map(text -> text.replaceAll("\\[B@\\w+", ""))
        .sorted()
        .toList();
  }

  private static List<Row> transformed(List<PipelineStage> stages, Dataset<Row> prompts) {
    return new Pipeline()
        .setStages(stages.toArray(PipelineStage[]::new))
        .fit(prompts)
        .transform(prompts)
        .collectAsList();
  }

  private static SQLTransformer sql(String statement) {
    return new SQLTransformer().setStatement(statement);
  }

  /** The network of our verifier, as a model that DJL finds at a URL. */
  private DjlImageScorer realism() throws IOException {
    Path model = Files.createDirectories(models.resolve("realism"));
    try (InputStream network = getClass().getResourceAsStream("/verifiers/realism/network.pt")) {
      Files.copy(network, model.resolve("network.pt"));
    }
    return new DjlImageScorer(model.toUri().toString());
  }
}
