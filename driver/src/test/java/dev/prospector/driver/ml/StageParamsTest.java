package dev.prospector.driver.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stage's params: one for each key, held to what the key takes, kept and copied. */
class StageParamsTest {
  private static SparkSession spark;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    spark = Prompts.session();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  /** A value of each kind, other than the default. */
  private static NoiseSearch ofEveryKind() {
    return Prompts.search()
        .setDirectory("runs/x")
        .setAlgorithm("zero-order")
        .setKey("guidance", 2.5)
        .setKey("batch", "auto")
        .setKey("unload-text-encoder", true)
        .setKey("verifier-options", Map.of("vlm.model", "a=b", "vlm.samples", 3))
        .setKey("neighbours", 4);
  }

  @Test
  void thereIsOneForEveryKey() {
    Set<String> names = new TreeSet<>();
    for (Param<?> param : new NoiseSearch().params()) {
      names.add(param.name().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }
    names.removeAll(List.of("prompt-col", "id-col", "output-prefix", "directory"));
    assertThat(names).isEqualTo(SearchSpec.noValues().names());
  }

  @Test
  void theyMeanWhatTheKeysMean() {
    SearchSpec expected =
        SearchSpec.builder()
            .bundle("shapes-s")
            .verifier("detector")
            .heldOut("realism")
            .steps(4)
            .candidates(3)
            .algorithm("zero-order")
            .guidance(2.5)
            .set("batch", "auto")
            .set("unload-text-encoder", true)
            .verifierOption("vlm.model", "a=b")
            .verifierOption("vlm.samples", 3)
            .set("neighbours", 4)
            .build();
    assertThat(ofEveryKind().spec()).isEqualTo(expected);
    assertThat(new NoiseSearch().spec()).isEqualTo(SearchSpec.builder().build());
    assertThat(new NoiseSearch().setTopK(3).setSpec(expected).spec()).isEqualTo(expected);
    SearchSpec budget = SearchSpec.builder().budget(64).heldOut().build();
    assertThat(new NoiseSearch().setSpec(budget).spec()).isEqualTo(budget);
  }

  @Test
  void theyExplainThemselves() {
    assertThat(ofEveryKind().explainParams().lines())
        .contains(
            "promptCol: The column with the prompts. (default: prompt)",
            "candidates: What each prompt may cost, as so many whole trajectories. (default: 16, current: 3)")
        .anyMatch(line -> line.equals("sampler: The sampler. If unset: the bundle's"))
        .anyMatch(line -> line.endsWith("(current: {vlm.model=a=b, vlm.samples=3})"))
        .anyMatch(line -> line.startsWith("neighbours: "));
    assertThat(ofEveryKind().setKey("verifier-options", Map.of("vlm.api-key", "abcdefgh")))
        .returns(false, search -> search.explainParams().contains("abcdefgh"));
  }

  @Test
  void aPipelineKeepsThem() throws IOException {
    PipelineStage marked =
        new SQLTransformer().setStatement("SELECT id, score FROM __THIS__ WHERE score > -1");
    String saved = directory.resolve("pipeline").toString();
    new Pipeline().setStages(new PipelineStage[] {ofEveryKind(), marked}).save(saved);
    PipelineStage[] stages = Pipeline.load(saved).getStages();
    NoiseSearch loaded = (NoiseSearch) stages[0];
    assertThat(loaded.spec()).isEqualTo(ofEveryKind().spec());
    assertThat(loaded.explainParams()).isEqualTo(ofEveryKind().explainParams());

    PipelineModel model =
        new Pipeline()
            .setStages(new PipelineStage[] {Prompts.search(), marked})
            .fit(Prompts.three(spark));
    model.save(directory.resolve("model").toString());
    Dataset<Row> found =
        PipelineModel.load(directory.resolve("model").toString()).transform(Prompts.three(spark));
    assertThat(found.orderBy("id").collectAsList())
        .isEqualTo(model.transform(Prompts.three(spark)).orderBy("id").collectAsList());

    NoiseSearch secret = new NoiseSearch().setKey("verifier-options", Map.of("vlm.api-key", "abc"));
    assertThatThrownBy(() -> secret.save(directory.resolve("secret").toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("verifier-options holds a secret");
  }

  @Test
  void aCopyHasThemAndWhatItIsGivenBesides() {
    NoiseSearch search = ofEveryKind();
    NoiseSearch same = search.copy(ParamMap.empty());
    assertThat(same.uid()).isEqualTo(search.uid());
    assertThat(same.spec()).isEqualTo(search.spec());
    NoiseSearch other = search.copy(new ParamMap().put(search.getParam("topK"), 2L));
    assertThat(other.spec()).isEqualTo(search.spec().toBuilder().topK(2).build());
    assertThat(search.spec().target().topK()).isEqualTo(1);
  }

  @Test
  void whatIsWrongIsSaidInOneSentence() {
    NoiseSearch search = Prompts.search();
    Stream.<Map.Entry<Runnable, String>>of(
            Map.entry(
                () -> search.setCandidates(0),
                "candidates was 0, expected an integer from 1 to 10000000"),
            Map.entry(
                () -> search.set("candidates", 0L),
                "candidates was 0, expected an integer from 1 to 10000000"),
            Map.entry(
                () -> search.setKey("candidats", 4),
                "key 'candidats' is unknown; did you mean 'candidates'?"),
            Map.entry(
                () -> search.transform(Prompts.three(spark).drop("id")),
                "idCol was \"id\", expected a column of the DataFrame, which has [prompt, weight]"),
            Map.entry(
                () -> Prompts.search().setPromptCol("weight").transform(Prompts.three(spark)),
                "promptCol \"weight\" has the type double, expected a column of texts"),
            Map.entry(
                () -> search.transform(Prompts.three(spark).withColumnRenamed("weight", "Score")),
                "column \"score\" is there already, expected that the DataFrame has none of the columns that are added, or another outputPrefix"),
            Map.entry(
                () ->
                    search.transform(
                        Prompts.rows(
                            spark,
                            RowFactory.create("a", "a red circle", 1.0),
                            RowFactory.create("a", "a blue circle", 1.0))),
                "id \"a\" stands for \"a blue circle\" and for \"a red circle\", expected one prompt for each id"),
            Map.entry(
                () -> Prompts.search().setKey("budget", 12).transform(Prompts.three(spark)),
                "candidates and budget are both set, expected one of them"),
            Map.entry(
                () -> search.transform(spark.readStream().format("rate").load()),
                "the DataFrame is a stream, expected one that ends, such as those of foreachBatch"),
            Map.entry(
                () -> Prompts.search().setVerifier("detectr").transform(Prompts.three(spark)),
                "verifier was \"detectr\""))
        .forEach(
            one ->
                assertThatThrownBy(one.getKey()::run)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith(one.getValue()));
  }
}
