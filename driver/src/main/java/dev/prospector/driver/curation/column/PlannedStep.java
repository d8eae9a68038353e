package dev.prospector.driver.curation.column;

import static org.apache.spark.sql.functions.lit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A step and what it adds to a data set's rows.
 *
 * @param step of transformers
 * @param added its columns
 */
record PlannedStep(LoadedStep step, StructType added) {

  /** Rows with its columns, in which nothing stands. */
  Dataset<Row> extended(Dataset<Row> rows) {
    Dataset<Row> more = rows;
    for (StructField field : added.fields()) {
      more = more.withColumn(field.name(), lit(null).cast(field.dataType()));
    }
    return more;
  }

  /** What its columns are made by, in one word. */
  Map<String, String> madeBy() {
    Map<String, String> words = new LinkedHashMap<>();
    for (String name : added.fieldNames()) {
      words.put(name, step.word());
    }
    return words;
  }
}
