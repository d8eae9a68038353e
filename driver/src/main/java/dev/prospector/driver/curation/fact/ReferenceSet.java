package dev.prospector.driver.curation.fact;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.input.Failures;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.Fingerprint;
import dev.prospector.executors.bundle.HadoopFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Images that a data set is to stay clear of, such as those of a benchmark.
 *
 * @param path a folder of PNG and JPEG files, with those in folders below, or Parquet, a file or a
 *     folder of them
 * @param column of a Parquet file, with the bytes of images or structs of {@code bytes} and {@code
 *     path}; empty for the first there is
 */
public record ReferenceSet(String path, Optional<String> column) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PER_TASK = 256;
  private static final StructType BYTES = new StructType().add("bytes", DataTypes.BinaryType);

  public ReferenceSet {
    Objects.requireNonNull(column, "column");
    if (path.isBlank()) {
      throw new IllegalArgumentException("path '' of a reference set, expected a folder or a file");
    }
  }

  /**
   * What there is, in one word: names and lengths of its files, which nobody has to read for it.
   *
   * @throws InvalidInputException if there is nothing or it can't be listed
   */
  public String listing(Configuration conf) {
    return Fingerprint.of(JSON.valueToTree(files(conf).lengths()));
  }

  private ReferenceFiles files(Configuration conf) {
    try {
      return ReferenceFiles.of(new Path(path), new HadoopFiles(conf));
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s: can't be read (%s), expected a folder of PNG and JPEG images, or Parquet"
              .formatted(path, Failures.reason(e)));
    }
  }

  /**
   * Its images, which are read when they are looked at: {@link Columns#UID} is the file, of Parquet
   * with the number of the row from 1, and {@link Columns#IMAGE} a struct with {@code bytes}.
   *
   * @throws InvalidInputException if there is none or it can't be read
   */
  public Dataset<Row> images(SparkSession spark) {
    ReferenceFiles files = files(spark.sparkContext().hadoopConfiguration());
    return files.parquet().isEmpty() ? files(files, spark) : rows(files, spark);
  }

  private Dataset<Row> files(ReferenceFiles found, SparkSession spark) {
    if (found.images().isEmpty()) {
      throw new InvalidInputException(
          "%s: holds no image (.png, .jpg, .jpeg) and no .parquet file, expected either"
              .formatted(path));
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    ReadReference read =
        new ReadReference(
            found.root(), path, new SerializableConfiguration(context.hadoopConfiguration()));
    int slices = 1 + found.images().size() / PER_TASK;
    return spark.createDataFrame(
        context.parallelize(found.images(), slices).map(read),
        new StructType().add(Columns.UID, DataTypes.StringType).add(Columns.IMAGE, BYTES));
  }

  private Dataset<Row> rows(ReferenceFiles found, SparkSession spark) {
    Dataset<Row> table;
    try {
      table = spark.read().parquet(found.parquet().toArray(String[]::new));
    } catch (Exception e) { // Spark's are checked, though nothing says that they come.
      throw unreadable(e);
    }
    StructField images = images(table.schema());
    Column name = col(Columns.quoted(images.name()));
    Column bytes = images.dataType() instanceof StructType ? name.getField("bytes") : name;
    Column row = col("_metadata.row_index").plus(1).cast(DataTypes.StringType);
    return table
        .select(
            concat(lit(path + ": "), col("_metadata.file_name"), lit(" row "), row).as(Columns.UID),
            struct(bytes.as("bytes")).as(Columns.IMAGE))
        .where(col(Columns.IMAGE).getField("bytes").isNotNull());
  }

  private StructField images(StructType table) {
    return Arrays.stream(table.fields())
        .filter(field -> column.isEmpty() || column.get().equals(field.name()))
        .filter(field -> isImage(field.dataType()))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "%s: has the columns %s, expected %s of bytes, or of structs of bytes and path"
                        .formatted(
                            path,
                            String.join(", ", table.fieldNames()),
                            column.map(name -> "a column '" + name + "'").orElse("one"))));
  }

  private static boolean isImage(DataType type) {
    return type.equals(DataTypes.BinaryType)
        || (type instanceof StructType struct
            && Arrays.stream(struct.fields())
                .anyMatch(
                    field ->
                        field.name().equals("bytes")
                            && field.dataType().equals(DataTypes.BinaryType)));
  }

  /** What a task says is at the bottom of what Spark says. */
  private InvalidInputException unreadable(Exception e) {
    Throwable reason = e;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    return new InvalidInputException(
        "%s: can't be read as Parquet (%s), expected Parquet with a column of images"
            .formatted(path, Failures.reason(reason)));
  }
}
