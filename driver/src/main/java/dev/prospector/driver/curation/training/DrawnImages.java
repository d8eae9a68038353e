package dev.prospector.driver.curation.training;

import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.pool.Candidates;
import dev.prospector.driver.curation.table.Table;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.JsonFile;
import dev.prospector.driver.record.LiteralPath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Images that were drawn again, in the data set's directory, so that no night draws one twice. They
 * lie in parts, one for each time that some were missing; a part is there once its record is.
 *
 * @param directory the data set's
 */
record DrawnImages(DatasetDirectory directory) {
  static final String PNG = "png";

  /** Names of candidates, and PNG files. */
  static final StructType SCHEMA =
      new StructType().add(Candidates.NAME, DataTypes.StringType).add(PNG, DataTypes.BinaryType);

  private static final long PER_FILE = 10_000;

  /**
   * Says that a part is whole.
   *
   * @param format {@link #FORMAT}
   * @param files its tables
   */
  record Part(int format, List<CommittedFile> files) {
    static final int FORMAT = 1;

    Part {
      files = List.copyOf(files);
    }
  }

  /** All that are there. */
  Dataset<Row> read(SparkSession spark) throws IOException {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    FileSystem files = directory.files(conf);
    List<String> tables = new ArrayList<>();
    for (int part = 1; part < next(files); part++) {
      Path place = directory.drawn(part);
      JsonFile.read(record(part), files, Part.class).files().stream()
          .map(file -> LiteralPath.of(new Path(place, file.path()).toString()))
          .forEach(tables::add);
    }
    return tables.isEmpty()
        ? spark.createDataFrame(List.of(), SCHEMA)
        : spark.read().schema(SCHEMA).parquet(tables.toArray(String[]::new));
  }

  /** Adds a part. */
  void add(Dataset<Row> drawn, long count) throws IOException {
    FileSystem files = directory.files(drawn.sparkSession().sparkContext().hadoopConfiguration());
    int part = next(files);
    Path place = directory.drawn(part);
    files.delete(place, true); // What a killed process left.
    List<CommittedFile> written =
        Table.write(drawn, Candidates.NAME, count, PER_FILE, place, "images", true);
    JsonFile.write(record(part), files, new Part(Part.FORMAT, written));
  }

  private int next(FileSystem files) throws IOException {
    int part = 1;
    while (isThere(record(part), files)) {
      part++;
    }
    return part;
  }

  private static boolean isThere(Path record, FileSystem files) throws IOException {
    try {
      Part unused = JsonFile.read(record, files, Part.class);
      return true;
    } catch (FileNotFoundException | JsonFile.Torn e) {
      return false;
    }
  }

  private Path record(int part) {
    return new Path(directory.drawn(part), "drawn.json");
  }
}
