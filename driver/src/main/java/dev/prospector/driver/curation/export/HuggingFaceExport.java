package dev.prospector.driver.curation.export;

import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A directory as Hugging Face's hub has them: Parquet files with the images in them, and a card.
 * {@code load_dataset(DIR)} opens it.
 *
 * @param rowsPerFile at most, about
 * @param megabytesPerFile of images, at most, about
 * @param card what it says besides
 */
record HuggingFaceExport(long rowsPerFile, long megabytesPerFile, CardOptions card)
    implements Export {
  static final String KIND = "hugging-face";

  /** As large as files are there, so that people fetch them in parallel. */
  private static final long MEGABYTES = 400;

  private static final long ROWS = 100_000;
  private static final long MEGABYTE = 1_000_000;

  static Export of(Options options) {
    return new HuggingFaceExport(
        options.number("rows-per-file", ROWS, Long.MAX_VALUE),
        options.number("megabytes-per-file", MEGABYTES, Long.MAX_VALUE / MEGABYTE),
        CardOptions.of(options));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<CommittedFile> write(CommittedVersion version, Path target) throws IOException {
    Dataset<Row> rows = ExportRows.of(version);
    ShardLimit limit = new ShardLimit(rowsPerFile, megabytesPerFile * MEGABYTE);
    List<CommittedFile> written = new ArrayList<>();
    written.add(
        Card.of(version, card, "data/%s-*.parquet").write(new Target(target, version.files())));
    written.addAll(WriteShards.of(rows, limit, new ParquetShards(true), target));
    return written;
  }
}
