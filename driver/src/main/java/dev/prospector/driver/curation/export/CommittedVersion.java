package dev.prospector.driver.curation.export;

import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.dataset.Manifest;
import dev.prospector.driver.curation.table.Columns;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A version of a data set with all that an export takes from it.
 *
 * @param manifest which says that it is there
 * @param directory the data set's
 * @param rows what it kept: the columns of {@link Columns}, the user's own, and {@link
 *     Columns#IMAGE}; they are read more than once
 */
public record CommittedVersion(Manifest manifest, DatasetDirectory directory, Dataset<Row> rows) {
  private static final List<String> NEEDED =
      List.of(Columns.UID, Columns.PROMPT_ID, Columns.PROMPT, Columns.SPLIT, Columns.IMAGE);

  public CommittedVersion {
    List<String> columns = Arrays.asList(rows.columns());
    for (String needed : NEEDED) {
      if (!columns.contains(needed)) {
        throw new IllegalArgumentException(
            "a version to export has columns %s, expected %s too".formatted(columns, needed));
      }
    }
  }

  /** The data set's name for people. */
  String name() {
    return directory.root().getName();
  }

  Configuration conf() {
    return rows.sparkSession().sparkContext().hadoopConfiguration();
  }

  FileSystem files() throws IOException {
    return directory.files(conf());
  }

  /** Where it is exported to. */
  Path target(String kind) {
    return directory.export(kind, manifest.version());
  }
}
