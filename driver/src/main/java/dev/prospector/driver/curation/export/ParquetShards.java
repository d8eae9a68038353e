package dev.prospector.driver.curation.export;

import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.StructType;

/** {@code data/train-00000-of-00002.parquet} with the images in it. */
record ParquetShards() implements ShardFormat {
  @Override
  public List<CommittedFile> write(
      Shard shard, Iterator<Sample> rows, StructType columns, Target target) throws IOException {
    String path = path(shard);
    StructType all = columns.add(Columns.IMAGE, ExportRows.IMAGE);
    MetadataFile file = MetadataFile.open(path, all, all.size(), true, target);
    try (file) {
      while (rows.hasNext()) {
        Sample sample = rows.next();
        byte[] unused = sample.png(); // There has to be one.
        file.write(sample);
      }
    }
    return List.of(file.committed());
  }

  static String path(Shard shard) {
    return String.format(
        Locale.ROOT, "data/%s-%05d-of-%05d.parquet", shard.split(), shard.index(), shard.of());
  }
}
