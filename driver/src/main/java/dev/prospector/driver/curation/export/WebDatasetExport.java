package dev.prospector.driver.curation.export;

import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * Tars that {@code webdataset} streams, and beside each a Parquet file of its columns.
 *
 * @param rowsPerShard at most, about
 * @param card what its card says besides
 */
record WebDatasetExport(long rowsPerShard, CardOptions card) implements Export {
  static final String KIND = "webdataset";

  private static final long ROWS = 1000;

  static Export of(Options options) {
    return new WebDatasetExport(
        options.number("rows-per-shard", ROWS, Long.MAX_VALUE), CardOptions.of(options));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<CommittedFile> write(CommittedVersion version, Path target) throws IOException {
    List<CommittedFile> written = new ArrayList<>();
    written.add(Card.of(version, card, "%s-*.tar").write(new Target(target, version.files())));
    written.addAll(
        WriteShards.of(
            ExportRows.of(version), ShardLimit.rows(rowsPerShard), new TarShards(), target));
    return written;
  }
}
