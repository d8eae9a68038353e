package dev.prospector.driver.curation.sieve;

import static org.apache.spark.sql.functions.expr;

import dev.prospector.driver.curation.table.Columns;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What rules count by: a column, or the words for some. */
final class Groups {
  private static final String DAY = "day";

  private Groups() {}

  /**
   * {@code prompt} is each prompt, {@code day} the search that found the image.
   *
   * @throws IllegalArgumentException if the rows have a column that is called so too
   */
  static Column column(String name, Dataset<Row> rows) {
    if (name.equals(DAY) && Arrays.asList(rows.columns()).contains(DAY)) {
      throw new IllegalArgumentException(
          "run for the night that found an image, or `day` for the sources' column of that name");
    }
    return switch (name) {
      case "prompt" -> expr(Columns.PROMPT_ID);
      case DAY -> expr(Columns.RUN);
      default -> expr(name);
    };
  }
}
