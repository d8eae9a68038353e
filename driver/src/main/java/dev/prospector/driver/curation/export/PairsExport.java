package dev.prospector.driver.curation.export;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.prospector.driver.curation.pool.Candidates;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.curation.table.TableSchema;
import dev.prospector.driver.curation.training.NoiseFile;
import dev.prospector.driver.curation.training.Pairs;
import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Preference pairs in the columns of Pick-a-Pic, which the scripts of diffusers and Diffusion-DPO
 * read, with seed and lineage of both images. Which of the two comes first is a coin's choice that
 * follows from the pair.
 *
 * @param against {@code worst} candidates or the {@code first} sample
 * @param perPrompt pairs at most
 * @param margin by which rewards differ at least
 * @param reward the searched verifier that decides; null for the only one
 * @param noise {@code npy} or {@code safetensors}, to have both noises too, or {@code none}
 * @param rowsPerFile at most, about
 * @param card what its card says besides
 */
record PairsExport(
    String against,
    int perPrompt,
    double margin,
    String reward,
    String noise,
    long rowsPerFile,
    CardOptions card)
    implements Export {
  static final String KIND = "pairs";

  private static final String NONE = "none";
  private static final int MOST_PAIRS = 1000;
  private static final long ROWS = 1000;
  private static final String IS_FIRST = "_is_first";
  private static final List<String> OWN =
      List.of(
          "caption",
          "label_0",
          "label_1",
          "has_label",
          "are_different",
          "best_image_uid",
          "num_example_per_prompt",
          Pairs.GAP);
  private static final String OF_ONE =
      "(jpg|model|reward|seed|lineage|legs|noise)_[01]|image_[01]_uid";

  static Export of(Options options) {
    return new PairsExport(
        options.choice("against", List.of("worst", "first")),
        (int) options.number("per-prompt", 1, MOST_PAIRS),
        options.real("margin", 0),
        options.text("reward"),
        options.choice("noise", List.of(NONE, "npy", "safetensors")),
        options.number("rows-per-file", ROWS, Long.MAX_VALUE),
        CardOptions.of(options));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void require(List<String> searched) {
    String unused = Rewards.decisive(KIND, reward, searched);
  }

  @Override
  public List<CommittedFile> write(CommittedVersion version, Path target) throws IOException {
    SearchedPrompts searched = version.requireSearched();
    ExportRows.refuse(searched.prompts(), KIND, name -> OWN.contains(name) || name.matches(OF_ONE));
    Pairs rule =
        new Pairs(
            Pairs.Against.valueOf(against.toUpperCase(Locale.ROOT)),
            perPrompt,
            margin,
            Rewards.decisive(KIND, reward, version.manifest().searched()));
    Dataset<Row> pairs = rule.of(version.rows(), searched.images().candidates()).persist();
    try {
      List<CommittedFile> written = new ArrayList<>();
      written.add(
          Card.of(version, card, "data/%s-*.parquet", version.splits(pairs))
              .with(notes(pairs.count()))
              .write(new Target(target, version.files())));
      Dataset<Row> rows =
          TableSchema.plain(columns(pairs, version, searched))
              .withColumn(Columns.IMAGE, lit(null).cast(ExportRows.IMAGE));
      written.addAll(
          WriteShards.of(rows, ShardLimit.rows(rowsPerFile), new ParquetShards(false), target));
      return written;
    } finally {
      Dataset<Row> unused = pairs.unpersist();
    }
  }

  private Dataset<Row> columns(
      Dataset<Row> pairs, CommittedVersion version, SearchedPrompts searched) throws IOException {
    Column digit = conv(substring(col(Columns.UID), -1, 1), 16, 10).cast(DataTypes.IntegerType);
    Dataset<Row> both =
        pairs
            .withColumn(IS_FIRST, digit.mod(2).equalTo(0))
            .join(version.images(Pairs.WON), Pairs.WON + Columns.UID)
            .join(searched.images().of(Pairs.LOST, pairs), Pairs.LOST + Candidates.NAME)
            .join(searched.prompts(), Columns.PROMPT_ID)
            .join(version.splits(), Columns.PROMPT_ID);
    List<Column> columns = Columns.named(Columns.UID, Columns.SPLIT);
    columns.add(col(Columns.PROMPT).as("caption"));
    columns.add(when(col(IS_FIRST), 1.0).otherwise(0.0).as("label_0"));
    columns.add(when(col(IS_FIRST), 0.0).otherwise(1.0).as("label_1"));
    columns.add(lit(true).as("has_label"));
    columns.add(lit(true).as("are_different"));
    columns.add(col(Pairs.WON + Columns.UID).as("best_image_uid"));
    sides(columns, "image_%d_uid", Pairs.WON + Columns.UID, Pairs.LOST + Candidates.NAME);
    columns.add(lit(version.manifest().bundle()).as("model_0"));
    columns.add(lit(version.manifest().bundle()).as("model_1"));
    columns.add(col(Pairs.PAIRS).as("num_example_per_prompt"));
    columns.add(col(Pairs.GAP));
    for (String name : List.of(Pairs.REWARD, Columns.SEED, Columns.LINEAGE, Columns.LEGS)) {
      sides(columns, name + "_%d", Pairs.WON + name, Pairs.LOST + name);
    }
    columns.addAll(Columns.named(searched.prompts().drop(Columns.PROMPT).columns()));
    sides(columns, "jpg_%d", Pairs.WON + Columns.IMAGE, Pairs.LOST + Columns.IMAGE);
    Dataset<Row> told = both.select(columns.toArray(Column[]::new));
    return noise.equals(NONE) ? told : withNoise(told, searched);
  }

  private static void sides(List<Column> columns, String name, String won, String lost) {
    Column first = when(col(IS_FIRST), col(won)).otherwise(col(lost));
    Column second = when(col(IS_FIRST), col(lost)).otherwise(col(won));
    columns.add(first.as(name.formatted(0)));
    columns.add(second.as(name.formatted(1)));
  }

  private Dataset<Row> withNoise(Dataset<Row> pairs, SearchedPrompts searched) {
    NoiseFile.Format format = NoiseFile.Format.valueOf(noise.toUpperCase(Locale.ROOT));
    NoiseFile file = new NoiseFile(format, searched.images().noise(pairs.sparkSession()));
    Dataset<Row> more = pairs;
    for (int side = 0; side < 2; side++) {
      more =
          more.withColumn(
              "noise_" + side,
              udf(file, DataTypes.BinaryType).apply(col(Columns.LINEAGE + "_" + side)));
    }
    return more;
  }

  private String notes(long pairs) {
    return """

        ## Pairs

        %,d pairs of an image that is in the version and %s. `jpg_0` and `jpg_1` are PNG files, `label_0` is 1 where the
        first is preferred; rewards differ by at least %s.
        """
        .formatted(
            pairs,
            against.equals("first")
                ? "the first sample, what the model draws without a search"
                : "the candidate that the search scored lowest",
            margin);
  }
}
