package dev.prospector.driver.curation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_json;

import dev.prospector.driver.curation.pool.Pool;
import dev.prospector.driver.curation.table.Columns;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Prompts without an image, as rows that went. */
final class WithoutImages {
  private static final String[] BY_PROMPT = {Columns.PROMPT_ID};

  private WithoutImages() {}

  /** Those that say what another has said before, and were not searched. */
  static Dataset<Row> repeated(Dataset<Row> prompts, Dataset<Row> repeated) {
    Column seen = to_json(struct(col("stays"), col("similarity")));
    return went(prompts.join(repeated, BY_PROMPT, "inner"), "prompts", seen)
        .drop("stays", "similarity");
  }

  /** Those that were searched in vain. */
  static Dataset<Row> failed(Dataset<Row> prompts, Pool pool) {
    return went(
            prompts.join(pool.failed(), BY_PROMPT, "inner"),
            "found",
            to_json(struct(col(Pool.ERROR))))
        .drop(Pool.ERROR);
  }

  private static Dataset<Row> went(Dataset<Row> prompts, String rule, Column seen) {
    Column name = concat_ws("\n", lit(rule), col(Columns.PROMPT_ID));
    return prompts
        .withColumn(Columns.UID, substring(sha2(name, 256), 1, 32))
        .withColumn(Columns.RULE, lit(rule))
        .withColumn(Columns.VALUE, seen);
  }
}
