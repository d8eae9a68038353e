package dev.prospector.driver.curation.export;

import static org.apache.spark.sql.functions.col;

import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.dataset.Manifest;
import dev.prospector.driver.curation.table.Columns;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * A version of a data set with all that an export takes from it.
 *
 * @param manifest which says that it is there
 * @param directory the data set's
 * @param rows what it kept: the columns of {@link Columns}, the user's own, and {@link
 *     Columns#IMAGE}; they are read more than once
 * @param searched what it was chosen from, for exports that give more
 */
public record CommittedVersion(
    Manifest manifest,
    DatasetDirectory directory,
    Dataset<Row> rows,
    Optional<SearchedPrompts> searched) {
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

  /** A version of which nothing is exported but what it kept. */
  CommittedVersion(Manifest manifest, DatasetDirectory directory, Dataset<Row> rows) {
    this(manifest, directory, rows, Optional.empty());
  }

  SearchedPrompts requireSearched() {
    return searched.orElseThrow(
        () -> new IllegalStateException("nothing is known of the version's searches"));
  }

  /** Its images' PNG files by {@link Columns#UID}, both names with a prefix. */
  Dataset<Row> images(String prefix) {
    return rows.select(
        col(Columns.UID).as(prefix + Columns.UID),
        col(Columns.IMAGE).getField("bytes").as(prefix + Columns.IMAGE));
  }

  /** The split of each prompt. */
  Dataset<Row> splits() {
    return rows.select(Columns.PROMPT_ID, Columns.SPLIT).distinct();
  }

  /** The splits that some of its prompts are in, in order. */
  List<String> splits(Dataset<Row> prompts) {
    return splits()
        .join(prompts.select(Columns.PROMPT_ID).distinct(), Columns.PROMPT_ID)
        .select(Columns.SPLIT)
        .distinct()
        .orderBy(Columns.SPLIT)
        .as(Encoders.STRING())
        .collectAsList();
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
