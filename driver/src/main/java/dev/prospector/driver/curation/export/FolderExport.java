package dev.prospector.driver.curation.export;

import static org.apache.spark.sql.functions.lit;

import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * {@code train/UID.png} with {@code train/metadata.jsonl}, which Hugging Face's {@code imagefolder}
 * opens. It is for sets of which a directory can hold every image: the record names each.
 *
 * @param metadata {@code jsonl}, of which readers guess the types, or {@code parquet}, which has
 *     them
 * @param card what its card says besides
 */
record FolderExport(String metadata, CardOptions card) implements Export {
  static final String KIND = "folder";

  private static final String JSON_LINES = "jsonl";
  private static final String PARQUET = "parquet";

  /** For one task: files are slow to make, and many tasks make many at once. */
  private static final ShardLimit IMAGES = ShardLimit.rows(1000);

  private static final ShardLimit ALL = ShardLimit.rows(Long.MAX_VALUE);

  static Export of(Options options) {
    return new FolderExport(
        options.choice("metadata", List.of(JSON_LINES, PARQUET)), CardOptions.of(options));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<CommittedFile> write(CommittedVersion version, Path target) throws IOException {
    Dataset<Row> rows = ExportRows.of(version);
    // The loader takes texts in such columns for paths of images.
    ExportRows.refuse(rows, KIND, name -> name.matches("(.*_)?file_names?"));
    Dataset<Row> columns = rows.drop(Columns.IMAGE);
    JsonColumns told =
        metadata.equals(PARQUET) ? new JsonColumns(columns, List.of()) : JsonColumns.of(columns);
    ShardFormat format = metadata.equals(PARQUET) ? new FolderTable() : new FolderLines();
    List<CommittedFile> written = new ArrayList<>();
    written.add(
        Card.of(version, card, "%s/**")
            .with(notes(told.leftOut()))
            .write(new Target(target, version.files())));
    Dataset<Row> images = rows.select(Columns.UID, Columns.SPLIT, Columns.IMAGE);
    written.addAll(WriteShards.of(images, IMAGES, new FolderImages(), target));
    written.addAll(
        WriteShards.of(
            told.rows().withColumn(Columns.IMAGE, lit(null).cast(ExportRows.IMAGE)),
            ALL,
            format,
            target));
    return written;
  }

  private static String notes(List<String> leftOut) {
    return leftOut.isEmpty()
        ? ""
        : """

        ## Columns that are left out

        A reader of `metadata.jsonl` can't tell their type from the values of every split: `%s`.
        """
            .formatted(String.join("`, `", leftOut));
  }
}
