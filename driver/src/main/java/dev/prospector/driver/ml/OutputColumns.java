package dev.prospector.driver.ml;

import dev.prospector.driver.input.Problems;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that a stage adds.
 *
 * @param prefix of their names
 */
record OutputColumns(String prefix) {
  static final String RANK = "rank";
  static final String IMAGE = "image";
  static final String PNG = "png";
  static final String SCORE = "score";
  static final String SCORES = "scores";
  static final String SEED = "seed";
  static final String LINEAGE = "lineage";
  static final String NFE = "nfe";
  static final String ERROR = "error";

  /** Without their prefix, in their order. */
  static final StructType ALL =
      new StructType()
          .add(RANK, DataTypes.IntegerType)
          .add(IMAGE, ImageSchema.columnSchema())
          .add(PNG, DataTypes.BinaryType)
          .add(SCORE, DataTypes.DoubleType)
          .add(SCORES, DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType))
          .add(SEED, DataTypes.LongType)
          .add(LINEAGE, DataTypes.StringType)
          .add(NFE, DataTypes.LongType)
          .add(ERROR, DataTypes.StringType);

  String name(String column) {
    return prefix + column;
  }

  /**
   * A schema with these columns behind its own.
   *
   * @param problems takes columns of its own with these names; Spark does not tell case apart
   */
  StructType appendedTo(StructType schema, Problems problems) {
    Set<String> taken = new TreeSet<>();
    for (String column : schema.fieldNames()) {
      taken.add(column.toLowerCase(Locale.ROOT));
    }
    StructType all = schema;
    for (StructField added : ALL.fields()) {
      String name = name(added.name());
      if (taken.contains(name.toLowerCase(Locale.ROOT))) {
        problems.add(
            "column %s is there already, expected that the DataFrame has none of the columns that"
                    .formatted(Problems.quote(name))
                + " are added, or another outputPrefix");
      }
      all = all.add(name, added.dataType(), true);
    }
    return all;
  }
}
