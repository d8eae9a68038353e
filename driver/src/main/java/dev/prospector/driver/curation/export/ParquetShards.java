package dev.prospector.driver.curation.export;

import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.StructType;

/**
 * {@code data/train-00000-of-00002.parquet}.
 *
 * @param hasImages whether each row has its image in it; otherwise it has bytes of its own
 */
record ParquetShards(boolean hasImages) implements ShardFormat {
  @Override
  public List<CommittedFile> write(
      Shard shard, Iterator<Sample> rows, StructType columns, Target target) throws IOException {
    String path =
        String.format(
            Locale.ROOT, "data/%s-%05d-of-%05d.parquet", shard.split(), shard.index(), shard.of());
    StructType all = hasImages ? columns.add(Columns.IMAGE, ExportRows.IMAGE) : columns;
    MetadataFile file = MetadataFile.open(path, all, all.size(), true, target);
    try (file) {
      while (rows.hasNext()) {
        Sample sample = rows.next();
        if (hasImages) {
          byte[] unused = sample.png(); // There has to be one.
        }
        file.write(sample);
      }
    }
    return List.of(file.committed());
  }
}
