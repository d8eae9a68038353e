package dev.prospector.driver.curation.export;

import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * For each split a directory as img2dataset writes it in its format {@code files}: {@code
 * 00000/000000000.png}, {@code .txt} and {@code .json}, {@code 00000.parquet}, {@code
 * 00000_stats.json}. The Parquet files have every image's SHA-256, so the export's record names
 * them and the statistics alone.
 *
 * @param rowsPerShard at most, about
 */
record Img2DatasetExport(long rowsPerShard) implements Export {
  static final String KIND = "img2dataset";

  /** Its own default, and the most that its keys have digits for. */
  private static final long ROWS = 10_000;

  static Export of(Options options) {
    return new Img2DatasetExport(options.number("rows-per-shard", ROWS, ROWS));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<CommittedFile> write(CommittedVersion version, Path target) throws IOException {
    Dataset<Row> rows = ExportRows.of(version);
    ExportRows.refuse(rows, KIND, Img2DatasetShards::isOwn);
    return WriteShards.of(rows, ShardLimit.rows(rowsPerShard), new Img2DatasetShards(), target);
  }
}
