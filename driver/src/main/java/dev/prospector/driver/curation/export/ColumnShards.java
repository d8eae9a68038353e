package dev.prospector.driver.curation.export;

import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/** As {@link ParquetShards}, of rows whose images are columns like others. */
record ColumnShards() implements ShardFormat {
  @Override
  public List<CommittedFile> write(
      Shard shard, Iterator<Sample> rows, StructType columns, Target target) throws IOException {
    String path = ParquetShards.path(shard);
    MetadataFile file = MetadataFile.open(path, columns, columns.size(), true, target);
    try (file) {
      while (rows.hasNext()) {
        file.write(rows.next());
      }
    }
    return List.of(file.committed());
  }
}
