package dev.prospector.driver.curation.duplicate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import dev.prospector.driver.curation.table.Columns;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Which prompts say what another has said before.
 *
 * @param similarity from which on they do: the Jaccard index of their runs of five characters;
 *     empty if only the same words in the same order do, whatever case and punctuation
 */
public record PromptDuplicates(Optional<Double> similarity) {
  /** Below, the hashes would miss too many. */
  private static final double LEAST = .05;

  private static final String TEXT = "_text";
  private static final StructType FOUND =
      new StructType()
          .add(Columns.PROMPT_ID, DataTypes.StringType)
          .add("stays", DataTypes.StringType)
          .add("similarity", DataTypes.DoubleType);

  public PromptDuplicates {
    if (similarity.isPresent() && !(similarity.get() >= LEAST && similarity.get() <= 1)) {
      throw new IllegalArgumentException(
          "similarity %s, expected %s to 1".formatted(similarity.get(), LEAST));
    }
  }

  /** What {@link #of} gives where nothing goes. */
  public static Dataset<Row> none(SparkSession spark) {
    return spark.createDataFrame(List.of(), FOUND);
  }

  /**
   * Finds those that go. Of all that are similar, directly or through others, the first stays.
   *
   * @param prompts their {@link Columns#PROMPT_ID} and {@link Columns#PROMPT}
   * @param order a column of theirs with another value in each: those with a smaller one come first
   * @return the {@link Columns#PROMPT_ID} that goes, that which {@code stays} and the {@code
   *     similarity} of the two
   */
  public Dataset<Row> of(Dataset<Row> prompts, String order) {
    Dataset<Row> texts =
        prompts.select(
            col(Columns.PROMPT_ID),
            udf(new Normalise(), DataTypes.StringType).apply(col(Columns.PROMPT)).as(TEXT),
            col(Columns.quoted(order)));
    return prompts
        .sparkSession()
        .createDataFrame(
            Stays.others(texts, likeness(), col(Columns.quoted(order)).asc())
                .map(row -> RowFactory.create(row.get(0), row.get(1), row.get(3))),
            FOUND);
  }

  /** A prompt as it is compared. */
  private record Normalise() implements UDF1<String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String call(String prompt) {
      return prompt == null ? null : Shingles.normalised(prompt);
    }
  }

  private Likeness<?> likeness() {
    return similarity
        .<Likeness<?>>map(
            least -> {
              Jaccard near = new Jaccard(least);
              return new Likeness<>(
                  "similarity", TEXT, near, new Buckets<>(MinHash.of(least), near));
            })
        .orElse(new Likeness<>("the same words", TEXT, new Same(), new Equals()));
  }
}
