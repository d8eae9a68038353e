package dev.prospector.driver.curation.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;

import dev.prospector.driver.record.CommittedFile;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;

/** Rows on their way into files. */
public final class Table {
  private static final double HEX_8 = 1L << 32;
  private static final String PART = "_part";

  private Table() {}

  /**
   * Writes rows in the order of a column of hexadecimal digits, evenly over files: which row goes
   * to which follows from the digits and from how many rows there are, so the same rows give the
   * same files however Spark has partitioned them.
   *
   * @param key its values are unique, of 8 digits or more, and evenly spread
   * @param count of the rows
   * @param perFile rows in each file, about
   * @param root the directory that a commit of the files is of
   * @param below its directory there
   * @param isPacked whether most of a row is compressed already
   * @return the files, in order
   * @throws IllegalStateException if a key is there twice
   */
  public static List<CommittedFile> write(
      Dataset<Row> rows,
      String key,
      long count,
      long perFile,
      Path root,
      String below,
      boolean isPacked) {
    int parts = (int) Math.max(1, (count + perFile - 1) / perFile);
    Column digits = conv(substring(col(key), 1, 8), 16, 10).cast(DataTypes.LongType);
    Column part = floor(digits.multiply(lit(parts)).divide(lit(HEX_8))).cast(DataTypes.IntegerType);
    Dataset<Row> sorted =
        TableSchema.plain(rows)
            .withColumn(PART, part)
            .repartition(parts, col(PART))
            .sortWithinPartitions(col(PART), col(key));
    WriteParts work =
        new WriteParts(
            key,
            root.toString(),
            below,
            isPacked,
            new SerializableConfiguration(
                rows.sparkSession().sparkContext().hadoopConfiguration()));
    List<CommittedFile> files =
        sorted.toJavaRDD().mapPartitions(work).collect().stream()
            .sorted(Comparator.comparing(CommittedFile::path))
            .toList();
    return files.isEmpty() ? List.of(work.empty(sorted.schema())) : files;
  }
}
