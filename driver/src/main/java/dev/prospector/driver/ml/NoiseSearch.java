package dev.prospector.driver.ml;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.api.SearchRequest;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A stage of a {@code Pipeline} that searches for an image for each prompt of a DataFrame.
 *
 * <pre>{@code
 * NoiseSearch search = new NoiseSearch().setBundle("shapes-b").setIdCol("id").setCandidates(64);
 * Dataset<Row> found = search.transform(prompts); // prompt, id, …, image, png, score, …
 * }</pre>
 *
 * <p>Every key of a {@link SearchSpec} is a Param, {@code top-k} as {@code topK}; {@link #setKey}
 * takes any by its own name. They mean what they mean there: a stage finds what {@link Prospector}
 * finds.
 *
 * <p>The search runs on Spark, and so within {@link #transform}, not when rows are asked for. Each
 * row of the DataFrame comes back with its columns once for each rank, with these besides: {@code
 * rank}, 1 is the best; {@code image}, in Spark's image schema; {@code png}, the same as a file;
 * {@code score}, and {@code scores} by verifier; {@code seed} and {@code lineage} of its noise;
 * {@code nfe}, what its prompt cost; {@code error}. A prompt that fails, or is null or blank, has
 * one row with {@code error} and nothing else. Rows come in no order, as after every join.
 *
 * <p>The driver holds every prompt with its id and, without {@code directory}, a PNG file for each
 * rank as long as the DataFrame is there, and one more while it searches. With {@code directory} it
 * holds one wave's scores; images stay in the run's files. There a second {@code transform} of the
 * same prompts draws nothing again, and goes on where a driver died; other prompts, or another
 * search, are refused. Without it each {@code transform} searches anew, and finds the same.
 *
 * <p>The other columns are joined with what was found when rows are asked for, so a DataFrame that
 * has other prompts each time is to be persisted first.
 */
public final class NoiseSearch extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final String REGISTRATION = "spark.kryo.registrationRequired";

  private final String uid;
  private final StageParams stage;

  /** With a uid of its own. */
  public NoiseSearch() {
    this(Identifiable.randomUID("NoiseSearch"));
  }

  /** With a uid that it had before. */
  public NoiseSearch(String uid) {
    this.uid = uid;
    this.stage = new StageParams(this);
    stage.setDefaults();
  }

  @Override
  public String uid() {
    return uid;
  }

  /**
   * The stage's own, those of the search, and those of algorithms, in the documentation's order.
   */
  @Override
  public Param<?>[] params() {
    return stage.all();
  }

  /**
   * Sets a key by the name that it has in files, such as {@code search-steps} or {@code
   * verifier-options}.
   *
   * @param value a text, a number, a boolean, a list or a map
   * @throws InvalidInputException if there is no such key, or it does not take the value
   */
  public NoiseSearch setKey(String key, Object value) {
    stage.set(key, value);
    return this;
  }

  /** Sets all keys that a spec decides. */
  public NoiseSearch setSpec(SearchSpec spec) {
    stage.set(spec);
    return this;
  }

  /** The column with the prompts; {@code prompt} if unset. */
  public NoiseSearch setPromptCol(String column) {
    return setKey("prompt-col", column);
  }

  /** The column with the prompts' ids; if unset, a prompt's text is its id. */
  public NoiseSearch setIdCol(String column) {
    return setKey("id-col", column);
  }

  /** What the names of the new columns begin with. */
  public NoiseSearch setOutputPrefix(String prefix) {
    return setKey("output-prefix", prefix);
  }

  /** A run directory that images are kept in, and that is gone on with. */
  public NoiseSearch setDirectory(String path) {
    return setKey("directory", path);
  }

  /** The model: an embedded bundle's name, or a bundle's directory or URI. */
  public NoiseSearch setBundle(String reference) {
    return setKey("bundle", reference);
  }

  /** How to search. */
  public NoiseSearch setAlgorithm(String name) {
    return setKey("algorithm", name);
  }

  /** Whose score is searched for. */
  public NoiseSearch setVerifier(String target) {
    return setKey("verifier", target);
  }

  /** Verifiers that only watch. */
  public NoiseSearch setHeldOut(String... names) {
    return setKey("held-out", List.of(names));
  }

  /** What each prompt may cost, as so many whole trajectories. */
  public NoiseSearch setCandidates(long count) {
    return setKey("candidates", count);
  }

  /** Steps of the final images. */
  public NoiseSearch setSteps(int count) {
    return setKey("steps", count);
  }

  /** Winners kept per prompt. */
  public NoiseSearch setTopK(int k) {
    return setKey("top-k", k);
  }

  /** The run's seed; all noise follows from it. */
  public NoiseSearch setSeed(long seed) {
    return setKey("seed", seed);
  }

  /**
   * The search that the params ask for.
   *
   * @throws InvalidInputException with everything that is wrong with them
   */
  public SearchSpec spec() {
    return stage.spec();
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Problems problems = new Problems();
    problems.collect(
        () -> PromptColumns.of(stage.settings(), spec(), schema).require(schema, problems));
    StructType all = outputs().appendedTo(schema, problems);
    problems.throwIfAny();
    return all;
  }

  private OutputColumns outputs() {
    return new OutputColumns(stage.settings().outputPrefix().orElse(""));
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    if (dataset.isStreaming()) {
      throw new InvalidInputException(
          "the DataFrame is a stream, expected one that ends, such as those of foreachBatch");
    }
    SparkSession spark = dataset.sparkSession();
    requireSerializer(spark.sparkContext().getConf());
    StructType unused = transformSchema(dataset.schema());
    PromptColumns columns = PromptColumns.of(stage.settings(), spec(), dataset.schema());
    PromptRows rows = PromptRows.of(dataset, columns);
    OutputColumns outputs = outputs();
    String key = uid + "_key";
    Dataset<Row> found = FoundRows.of(rows.refused(), key, outputs, spark);
    if (!rows.prompts().isEmpty()) {
      found =
          FoundRows.of(request(spark).prompts(rows.prompts()).run(), key, outputs, spark)
              .unionByName(found);
    }
    return joined(dataset, columns.key(dataset), found, key, outputs);
  }

  /** Spark registers none of its own rows. */
  private static void requireSerializer(SparkConf conf) {
    if (conf.get("spark.serializer", "").endsWith("KryoSerializer")
        && conf.getBoolean(REGISTRATION, false)) {
      throw new InvalidInputException(
          REGISTRATION
              + " was true, expected false: DataFrames have classes that nobody registers");
    }
  }

  private SearchRequest request(SparkSession spark) {
    Prospector prospector = Prospector.on(spark.sparkContext());
    Optional<String> directory = stage.settings().directory();
    return directory.isPresent()
        ? prospector.searchOrResume(spec(), directory.get())
        : prospector.search(spec());
  }

  private static Dataset<Row> joined(
      Dataset<?> dataset, Column id, Dataset<Row> found, String key, OutputColumns outputs) {
    String error = outputs.name(OutputColumns.ERROR);
    Column strange =
        when(
            col(PromptColumns.quoted(outputs.name(OutputColumns.RANK))).isNull(),
            lit("the DataFrame had no such prompt when it was searched for; persist it before"));
    return dataset
        .toDF()
        .join(found, id.eqNullSafe(found.col(PromptColumns.quoted(key))), "left_outer")
        .drop(key)
        .withColumn(error, coalesce(col(PromptColumns.quoted(error)), strange));
  }

  @Override
  public NoiseSearch copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Its default and what was set, as the key takes it, without the secrets that it may hold. */
  @Override
  public String explainParam(Param<?> param) {
    return stage.explained(param);
  }

  /**
   * Writes the params.
   *
   * @throws InvalidInputException if one holds a secret, which would be written for all to read
   */
  @Override
  public MLWriter write() {
    stage.requireNoSecret();
    return DefaultParamsWritable.super.write();
  }

  /** Reads stages that were saved. */
  public static MLReader<NoiseSearch> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads a stage that was saved. */
  public static NoiseSearch load(String path) {
    return read().load(path);
  }
}
