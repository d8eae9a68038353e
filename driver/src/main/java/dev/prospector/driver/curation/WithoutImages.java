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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Prompts without an image, as rows that went. */
final class WithoutImages {
  private static final String[] BY_PROMPT = {Columns.PROMPT_ID};
  private static final String STAYS = "_stays";
  private static final String SIMILARITY = "_similarity";

  private WithoutImages() {}

  /** Those that say what another has said before, and were not searched. */
  static Dataset<Row> repeated(Dataset<Row> prompts, Dataset<Row> repeated) {
    // Sources may have columns of these names.
    Dataset<Row> named =
        repeated.withColumnRenamed("stays", STAYS).withColumnRenamed("similarity", SIMILARITY);
    Column seen = to_json(struct(col(STAYS).as("stays"), col(SIMILARITY).as("similarity")));
    return went(prompts.join(named, BY_PROMPT, "inner"), "prompts", seen).drop(STAYS, SIMILARITY);
  }

  /** Those that were searched in vain. */
  static Dataset<Row> failed(Dataset<Row> prompts, Pool pool) {
    return went(
            prompts.join(pool.failed(), BY_PROMPT, "inner"),
            "found",
            to_json(struct(col(Pool.ERROR))))
        .drop(Pool.ERROR);
  }

  /** Those that nobody could judge, and that were not searched therefore. */
  static Dataset<Row> refused(Dataset<Row> prompts, Map<String, String> reasons) {
    StructType schema =
        new StructType()
            .add(Columns.PROMPT_ID, DataTypes.StringType)
            .add(Pool.ERROR, DataTypes.StringType);
    List<Row> rows = new ArrayList<>();
    reasons.forEach((id, reason) -> rows.add(RowFactory.create(id, reason)));
    Dataset<Row> refused = prompts.sparkSession().createDataFrame(rows, schema);
    return went(
            prompts.join(refused, BY_PROMPT, "inner"), "verifier", to_json(struct(col(Pool.ERROR))))
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
