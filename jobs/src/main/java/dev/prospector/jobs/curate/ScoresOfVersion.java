package dev.prospector.jobs.curate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import dev.prospector.driver.curation.VersionView;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.jobs.report.DatasetView.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts images by their scores, of what stayed and what went in each category.
 *
 * @param view of the version
 */
record ScoresOfVersion(VersionView view) {
  private static final int BINS = 24;
  private static final int MOST_CATEGORIES = 12;
  private static final String CATEGORY = "category";
  private static final String BIN = "_bin";

  /** A comparison of the score itself with a number, in a rule. */
  private static final Pattern THRESHOLD =
      Pattern.compile(
          "(?<![\\w.`])score\\s*[<>]=?\\s*(-?\\d+(?:\\.\\d+)?)(?![\\w.])",
          Pattern.CASE_INSENSITIVE);

  /** The column with categories, if there is one. */
  static Optional<String> category(Dataset<Row> rows) {
    return Arrays.stream(rows.columns()).filter(CATEGORY::equalsIgnoreCase).findFirst();
  }

  List<Scores> byCategory() {
    Dataset<Row> scored = scored(view.kept(), true).unionByName(scored(view.rejected(), false));
    Row ends = scored.agg(min(Columns.SCORE), max(Columns.SCORE)).first();
    if (ends.isNullAt(0)) {
      return List.of();
    }
    double from = ends.getDouble(0);
    double to = Math.max(ends.getDouble(1), from + 1e-9);
    Column bin =
        least(
            floor(col(Columns.SCORE).minus(from).divide(to - from).multiply(BINS)),
            lit((long) BINS - 1));
    Map<String, long[][]> counts = new TreeMap<>();
    for (Row row :
        scored.groupBy(col(CATEGORY), col("_kept"), bin.as(BIN)).count().collectAsList()) {
      long[][] one = counts.computeIfAbsent(row.getString(0), unused -> new long[2][BINS]);
      one[row.getBoolean(1) ? 0 : 1][(int) row.getLong(2)] = row.getLong(3);
    }
    List<Double> thresholds = thresholds().stream().filter(t -> t >= from && t <= to).toList();
    return counts.entrySet().stream()
        .limit(MOST_CATEGORIES)
        .map(one -> scores(one.getKey(), from, to, one.getValue(), thresholds))
        .toList();
  }

  private List<Double> thresholds() {
    List<Double> thresholds = new ArrayList<>();
    view.version()
        .configuration()
        .path("rules")
        .forEach(
            rule -> {
              Matcher found = THRESHOLD.matcher(rule.asText());
              while (found.find()) {
                thresholds.add(Double.parseDouble(found.group(1)));
              }
            });
    return thresholds;
  }

  private static Scores scores(
      String category, double from, double to, long[][] counts, List<Double> thresholds) {
    return new Scores(
        category,
        from,
        to,
        Arrays.stream(counts[0]).boxed().toList(),
        Arrays.stream(counts[1]).boxed().toList(),
        thresholds);
  }

  private static Dataset<Row> scored(Dataset<Row> rows, boolean kept) {
    Column group =
        category(rows)
            .map(column -> coalesce(col(Columns.quoted(column)), lit("without a category")))
            .orElse(lit("all"));
    return rows.where(col(Columns.SCORE).isNotNull())
        .select(group.as(CATEGORY), col(Columns.SCORE), lit(kept).as("_kept"));
  }
}
