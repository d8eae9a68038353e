package dev.prospector.driver.curation.export;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.prospector.driver.curation.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Numbers for a card, which are the same however Spark has partitioned the rows: counts and exact
 * quantiles, no sums of fractions.
 *
 * @param splits how much is in each
 * @param scores of all images, then of the largest categories
 * @param moreCategories that are not among them
 */
record CardStatistics(SortedMap<String, Counts> splits, List<Scores> scores, long moreCategories) {
  private static final String CATEGORY = "category";
  private static final int SHOWN = 30;

  private static final Comparator<Scores> LARGEST_FIRST =
      Comparator.comparingLong(Scores::images).reversed().thenComparing(Scores::of);

  /** How much is in a split. */
  record Counts(long images, long prompts) {}

  /**
   * How scores are spread.
   *
   * @param of which images
   * @param images that have one
   * @param quantiles 0, 0.05, 0.5, 0.95 and 1
   */
  record Scores(String of, long images, List<Double> quantiles) {}

  static CardStatistics of(Dataset<Row> rows) {
    SortedMap<String, Counts> splits = new TreeMap<>();
    rows.groupBy(col(Columns.SPLIT))
        .agg(count(lit(1)), countDistinct(col(Columns.PROMPT_ID)))
        .collectAsList()
        .forEach(
            split ->
                splits.put(split.getString(0), new Counts(split.getLong(1), split.getLong(2))));
    List<String> columns = Arrays.asList(rows.columns());
    if (!columns.contains(Columns.SCORE)) {
      return new CardStatistics(splits, List.of(), 0);
    }
    List<Scores> scores = new ArrayList<>(scores(rows, lit("all images")));
    List<Scores> categories = List.of();
    if (columns.contains(CATEGORY)) {
      categories =
          scores(rows, col(CATEGORY).cast("string")).stream().sorted(LARGEST_FIRST).toList();
    }
    scores.addAll(categories.subList(0, Math.min(SHOWN, categories.size())));
    return new CardStatistics(splits, scores, Math.max(0, categories.size() - SHOWN));
  }

  private static List<Scores> scores(Dataset<Row> rows, Column by) {
    List<Scores> scores = new ArrayList<>();
    Column quantiles = expr("percentile(score, array(0.0, 0.05, 0.5, 0.95, 1.0))");
    rows.groupBy(by.as("of"))
        .agg(count(col(Columns.SCORE)), quantiles)
        .collectAsList()
        .forEach(
            group -> {
              if (!group.isNullAt(2)) {
                String of = group.isNullAt(0) ? "none" : group.getString(0);
                scores.add(new Scores(of, group.getLong(1), List.copyOf(group.getList(2))));
              }
            });
    return scores;
  }

  long images() {
    return splits.values().stream().mapToLong(Counts::images).sum();
  }

  /** A prompt is in one split. */
  long prompts() {
    return splits.values().stream().mapToLong(Counts::prompts).sum();
  }
}
