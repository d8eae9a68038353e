package dev.prospector.driver.curation;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.curation.column.AddedColumns;
import dev.prospector.driver.curation.column.ColumnStep;
import dev.prospector.driver.curation.column.StageSource;
import dev.prospector.driver.curation.column.StageSource.Kind;
import dev.prospector.driver.curation.dataset.Manifest.Stage;
import dev.prospector.driver.curation.fact.Features;
import dev.prospector.driver.curation.selection.Selection;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.image.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.Bucketizer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that transformers add. */
class ColumnsTest {
  private static final String PLACE = "nights.conf: line 7";

  private static SparkSession spark;

  @TempDir Path root;

  @BeforeAll
  static void open() {
    spark = Nights.session();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  private static StageSource sql(String statement) {
    return new StageSource(
        "org.apache.spark.ml.feature.SQLTransformer", Kind.CLASS, Map.of("statement", statement));
  }

  private static StageSource fragile(int rank) {
    return new StageSource(Fragile.class.getName(), Kind.EITHER, Map.of("failsOn", rank));
  }

  private static ColumnStep step(StageSource... stages) {
    return new ColumnStep(List.of(stages), PLACE);
  }

  private static CurationSpec spec(double failAbove, List<ColumnStep> steps, String... rules) {
    return spec(new AddedColumns(steps, failAbove), Optional.empty(), Optional.empty(), rules);
  }

  private static CurationSpec spec(
      AddedColumns columns,
      Optional<Features> features,
      Optional<Selection> selection,
      String... rules) {
    CurationSpec plain = Nights.spec(rules);
    return new CurationSpec(
        plain.search(),
        Optional.empty(),
        columns,
        plain.rules(),
        features,
        Optional.empty(),
        selection,
        plain.splits(),
        List.of(),
        true,
        false);
  }

  private static CurationRequest night(Path data, int night, int prompts, CurationSpec spec) {
    return Nights.night(data, night, prompts, spec, spark);
  }

  private static Dataset<Row> kept(Curated night) {
    return VersionTables.kept(night.directory(), night.version(), spark);
  }

  private static Dataset<Row> rejected(Curated night) {
    return VersionTables.rejected(night.directory(), night.version(), spark);
  }

  private void save(Path model, double middle) throws IOException {
    Bucketizer buckets =
        new Bucketizer()
            .setInputCol("twice")
            .setOutputCol("bucket")
            .setSplits(new double[] {Double.NEGATIVE_INFINITY, middle, Double.POSITIVE_INFINITY});
    VectorAssembler vector =
        new VectorAssembler().setInputCols(new String[] {"twice", "score"}).setOutputCol("vector");
    new Pipeline()
        .setStages(new PipelineStage[] {vector, buckets})
        .fit(spark.sql("SELECT 1.0D AS twice, 2.0D AS score"))
        .write()
        .overwrite()
        .save(model.toString());
  }

  @Test
  void rulesAndSelectionSeeWhatClassesAndSavedModelsAdd() throws IOException {
    Path model = root.resolve("model");
    save(model, -1e6);
    AddedColumns columns =
        new AddedColumns(
            List.of(
                step(sql("SELECT *, score * 2 AS twice, length(png) AS size FROM __THIS__")),
                step(StageSource.named(model.toString()))),
            0);
    CurationSpec spec =
        spec(
            columns,
            Optional.of(Features.column("vector")),
            Optional.of(new Selection(2, Selection.Method.GREEDY, 0.5, Optional.of("bucket"))),
            "bucket = 1 and size > 60");
    Path data = root.resolve("data");
    Curated first = night(data, 0, 2, spec).run();
    Dataset<Row> kept = kept(first);
    assertThat(kept.columns()).contains("twice", "size", "vector", "bucket", Columns.FEATURES);
    assertThat(kept.columns()).doesNotContain(Columns.IMAGE, Columns.PNG);
    assertThat(kept.collectAsList())
        .hasSize(2)
        .allSatisfy(
            row -> {
              double score = row.<Double>getAs(Columns.SCORE);
              assertThat(row.<Double>getAs("twice")).isEqualTo(2 * score);
              assertThat(row.<Double>getList(row.fieldIndex("vector")))
                  .containsExactly(2 * score, score);
            });
    assertThat(first.version().columns()).containsOnlyKeys("twice", "size", "vector", "bucket");
    assertThat(first.version().configuration().at("/columns/1/0/sha256").asText()).hasSize(64);
    assertThat(first.version().stages())
        .contains(new Stage("columns: SQLTransformer", 4), new Stage("columns: " + model, 4));

    assertThat(night(data, 1, 2, spec).run().isNew()).isFalse();
    save(model, 1e6); // All scores are in the lower bucket now.
    assertThatThrownBy(() -> night(data, 1, 2, spec).run())
        .hasMessageStartingWith("no image is left after \"bucket = 1 and size > 60\"");
    assertThat(night(data, 1, 2, spec).plan().stages())
        .contains(new Stage("columns: " + model, 4), new Stage("bucket = 1 and size > 60", 0));
  }

  @Test
  void rowsOnWhichATransformerFailsAreRejectedAndOnlyNewOnesAreTransformed() {
    List<ColumnStep> steps =
        List.of(step(fragile(2)), step(sql("SELECT *, mean / 2 AS half FROM __THIS__")));
    Path data = root.resolve("data");
    Curated first = night(data, 0, 2, spec(0.5, steps, "half > 0")).run();
    Map<String, Double> means = means(data);
    assertThat(kept(first).collectAsList())
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.<Double>getAs("mean")).isEqualTo(means.get(name(row))));
    assertThat(rejected(first).collectAsList())
        .hasSize(2)
        .allSatisfy(
            row -> {
              assertThat(row.<Integer>getAs(Columns.RANK)).isEqualTo(2);
              assertThat(row.<String>getAs(Columns.RULE)).isEqualTo("columns: Fragile");
              assertThat(row.<String>getAs(Columns.VALUE))
                  .isEqualTo("{\"error\":\"rank 2 is not for me\"}");
            });

    Fragile.SEEN.clear();
    Curated second = night(data, 1, 3, spec(0.5, steps, "half > 0")).run();
    List<String> known = kept(first).collectAsList().stream().map(ColumnsTest::name).toList();
    assertThat(Fragile.SEEN).hasSize(4).doesNotContainAnyElementsOf(known);
    Curated atOnce = night(root.resolve("other"), 0, 3, spec(0.5, steps, "half > 0")).run();
    assertThat(rows(second)).isEqualTo(rows(atOnce));

    assertThatThrownBy(() -> night(data, 2, 3, spec(0.4, steps, "half > 0")).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            PLACE
                + ": columns: Fragile: failed on 3 rows, the last of them [0-9a-f]{32}"
                + " \\(rank 2 is not for me\\), expected at most 2 of 6: columns-fail-above");
  }

  private static String name(Row row) {
    return row.<String>getAs(Columns.PROMPT_ID) + "#" + row.<Integer>getAs(Columns.RANK);
  }

  private static List<String> rows(Curated night) {
    List<String> rows = new ArrayList<>();
    for (Dataset<Row> table : List.of(kept(night), rejected(night))) {
      rows.add(String.join(" ", table.columns()));
      rows.addAll(table.drop(Columns.RUN).orderBy(Columns.UID).toJSON().collectAsList());
    }
    return rows;
  }

  /** Of the images that the first night drew, by prompt and rank. */
  private static Map<String, Double> means(Path data) {
    Map<String, Double> means = new HashMap<>();
    spark
        .read()
        .parquet(data.resolve("searches/" + Nights.FIRST + "/results").toString())
        .select(col(Columns.PROMPT_ID), col(Columns.RANK), col("image.bytes"))
        .collectAsList()
        .forEach(row -> means.put(name(row), Fragile.mean(Image.of(row.<byte[]>getAs(2)).rgb())));
    return means;
  }

  @Test
  void aStageThatReadsAnImageFromTheFirstColumnsFollowsOneThatPutsItThere() {
    ColumnStep pixels =
        step(
            sql("SELECT image.*, uid FROM __THIS__"),
            sql("SELECT *, height * width AS pixels FROM __THIS__"));
    Curated night = night(root, 0, 1, spec(0, List.of(pixels), "pixels = 1024")).run();
    assertThat(kept(night).columns()).contains("pixels").doesNotContain("height", "data");
    assertThat(kept(night).count()).isEqualTo(2);
  }

  @Test
  void whatCannotAddColumnsIsRefusedBeforeAnythingIsDrawn() {
    Map<StageSource, String> wrong = new LinkedHashMap<>();
    wrong.put(StageSource.named("no.such.Thing"), "no.such.Thing: is neither a class");
    wrong.put(new StageSource("no.Thing", Kind.CLASS, Map.of()), "no.Thing: is on no class path");
    wrong.put(
        StageSource.named("org.apache.spark.ml.classification.LogisticRegression"),
        "expected a Transformer of spark.ml; an Estimator is fitted and saved first");
    wrong.put(
        new StageSource(Fragile.class.getName(), Kind.CLASS, Map.of("failOn", 2)),
        "param 'failOn' is unknown; did you mean 'failsOn'?");
    wrong.put(
        new StageSource(Fragile.class.getName(), Kind.CLASS, Map.of("failsOn", "two")),
        "param 'failsOn' was \"two\", expected a whole number: the rank of images it fails on");
    wrong.put(
        new StageSource(Fragile.class.getName(), Kind.CLASS, Map.of("failsOn", 2.5)),
        "param 'failsOn' was 2.5, expected a whole number");
    wrong.put(
        sql("SELECT *, 1 AS Score FROM __THIS__"),
        "columns: SQLTransformer: gives two columns 'Score', expected a name that no other has");
    wrong.put(sql("SELECT *, 1 AS phash FROM __THIS__"), "adds a column 'phash', expected another");
    wrong.put(sql("SELECT score * 2 AS twice FROM __THIS__"), "gives no column 'uid'");
    wrong.put(sql("SELECT *, png AS more FROM __THIS__"), "adds no column");
    wrong.put(sql("SELECT *, nobody + 1 AS more FROM __THIS__"), "`nobody` cannot be resolved");
    wrong.forEach(
        (stage, sentence) ->
            assertThatThrownBy(() -> night(root, 0, 1, spec(0, List.of(step(stage)), "true")).run())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(PLACE + ": columns: ")
                .hasMessageContaining(sentence));
    ColumnStep twice = step(sql("SELECT *, score * 2 AS twice FROM __THIS__"));
    assertThatThrownBy(() -> night(root, 0, 1, spec(0, List.of(twice), "thrice > 1")).run())
        .hasMessageContaining("`thrice` cannot be resolved");
    assertThat(root.resolve("searches")).doesNotExist();
  }

  @Test
  void aTransformerMustGiveBackEachRowOnce() {
    Stream.of("WHERE rank = 1", "CROSS JOIN (SELECT explode(array(1, 2)) AS i)")
        .forEach(
            more -> {
              ColumnStep step = step(sql("SELECT *, score * 2 AS twice FROM __THIS__ " + more));
              long back = more.startsWith("WHERE") ? 1 : 4;
              assertThatThrownBy(() -> night(root, 0, 1, spec(1, List.of(step), "true")).run())
                  .isInstanceOf(InvalidInputException.class)
                  .hasMessageContaining("gave back %d rows of 2, expected each once", back);
            });
  }
}
