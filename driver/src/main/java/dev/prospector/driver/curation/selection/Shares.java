package dev.prospector.driver.curation.selection;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import dev.prospector.driver.curation.table.Columns;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** How many of each category are chosen. */
final class Shares {
  private Shares() {}

  /** What tells categories apart; having none is one too. */
  static Column group(Optional<String> by) {
    return by.map(
            name ->
                coalesce(
                    concat(lit("="), col(Columns.quoted(name)).cast(DataTypes.StringType)),
                    lit("")))
        .orElse(lit(""));
  }

  /**
   * What selections look at: category, uid, score and features.
   *
   * @param group the category's column
   */
  static Dataset<Row> slim(Dataset<Row> rows, Optional<String> by, String group) {
    return rows.select(
        group(by).as(group),
        col(Columns.UID),
        col(Columns.SCORE).cast(DataTypes.DoubleType),
        col(Columns.FEATURES));
  }

  /** What a group is called. */
  static String name(String group) {
    return group.isEmpty() ? "none" : group.substring(1);
  }

  /**
   * Of those rows that have features.
   *
   * @param group the column that tells categories apart
   */
  static SortedMap<String, Integer> of(Dataset<Row> rows, String group, int number) {
    SortedMap<String, Long> sizes = new TreeMap<>();
    for (Row row :
        rows.where(col(Columns.FEATURES).isNotNull()).groupBy(group).count().collectAsList()) {
      sizes.put(row.getString(0), row.getLong(1));
    }
    return of(sizes, number);
  }

  /**
   * By largest remainders (Hamilton): no share is off by one or more. Of equal remainders the first
   * category has the greater share.
   */
  static SortedMap<String, Integer> of(SortedMap<String, Long> sizes, int number) {
    long all = sizes.values().stream().mapToLong(Long::longValue).sum();
    long chosen = Math.min(number, all);
    SortedMap<String, Integer> shares = new TreeMap<>();
    sizes.forEach((group, size) -> shares.put(group, (int) (size * chosen / all)));
    long left = chosen - shares.values().stream().mapToLong(Integer::intValue).sum();
    List<String> byRemainder =
        sizes.keySet().stream()
            .sorted(
                Comparator.comparing((String group) -> sizes.get(group) * chosen % all)
                    .reversed()
                    .thenComparing(group -> group))
            .limit(left)
            .toList();
    byRemainder.forEach(group -> shares.merge(group, 1, Integer::sum));
    return shares;
  }
}
