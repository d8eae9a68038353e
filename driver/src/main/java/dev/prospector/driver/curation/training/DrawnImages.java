package dev.prospector.driver.curation.training;

import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.pool.Candidates;
import dev.prospector.driver.curation.table.Table;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.JsonFile;
import dev.prospector.driver.record.LiteralPath;
import dev.prospector.driver.record.RecordedFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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

  private static final String RECORD = "drawn.json";
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
    for (int part : directory.drawn(conf)) {
      for (CommittedFile table : whole(part, files)) {
        tables.add(LiteralPath.of(new Path(directory.drawn(part), table.path()).toString()));
      }
    }
    return tables.isEmpty()
        ? spark.createDataFrame(List.of(), SCHEMA)
        : spark.read().schema(SCHEMA).parquet(tables.toArray(String[]::new));
  }

  /** Adds a part, in the place of those that are not whole. */
  void add(Dataset<Row> drawn, long count) throws IOException {
    Configuration conf = drawn.sparkSession().sparkContext().hadoopConfiguration();
    FileSystem files = directory.files(conf);
    int last = 0;
    for (int part : directory.drawn(conf)) {
      if (whole(part, files).isEmpty()) {
        files.delete(directory.drawn(part), true);
      } else {
        last = part;
      }
    }
    Path place = directory.drawn(last + 1);
    List<CommittedFile> written =
        Table.write(drawn, Candidates.NAME, count, PER_FILE, place, "images", true);
    JsonFile.write(new Path(place, RECORD), files, new Part(Part.FORMAT, written));
  }

  /** What is wrong with tables of parts that are there, in words, by their paths. */
  SortedMap<String, String> damage(Configuration conf) throws IOException {
    SortedMap<String, String> damage = new TreeMap<>();
    FileSystem files = directory.files(conf);
    for (int part : directory.drawn(conf)) {
      Path place = directory.drawn(part);
      Path record = new Path(place, RECORD);
      if (files.exists(record)) {
        RecordedFiles.damage(record, files, Part.class, Part::files)
            .forEach((file, what) -> damage.put(place.getName() + "/" + file, what));
      }
    }
    return damage;
  }

  /** The tables of a part; none if one is not there, or its record, as a kill leaves it. */
  private List<CommittedFile> whole(int part, FileSystem files) throws IOException {
    Path place = directory.drawn(part);
    try {
      List<CommittedFile> tables =
          JsonFile.read(new Path(place, RECORD), files, Part.class).files();
      for (CommittedFile table : tables) {
        if (files.getFileStatus(new Path(place, table.path())).getLen() != table.bytes()) {
          return List.of();
        }
      }
      return tables;
    } catch (FileNotFoundException | JsonFile.Torn e) {
      return List.of();
    }
  }
}
