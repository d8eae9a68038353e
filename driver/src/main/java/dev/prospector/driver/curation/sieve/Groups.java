package dev.prospector.driver.curation.sieve;

import static org.apache.spark.sql.functions.expr;

import dev.prospector.driver.curation.table.Columns;
import org.apache.spark.sql.Column;

/** What rules count by: a column, or the words for some. */
final class Groups {
  private Groups() {}

  /** {@code prompt} is each prompt, {@code day} the search that found the image. */
  static Column column(String name) {
    return switch (name) {
      case "prompt" -> expr(Columns.PROMPT_ID);
      case "day" -> expr(Columns.RUN);
      default -> expr(name);
    };
  }
}
