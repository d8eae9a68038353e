package dev.prospector.driver.curation.export;

import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code train/metadata.parquet}: a row for each image, which names its file last. */
record FolderTable() implements ShardFormat {
  private static final String FILE_NAME = "file_name";

  @Override
  public List<CommittedFile> write(
      Shard shard, Iterator<Sample> rows, StructType columns, Target target) throws IOException {
    String path = shard.split() + "/metadata.parquet";
    StructType all = columns.add(FILE_NAME, DataTypes.StringType);
    MetadataFile file = MetadataFile.open(path, all, columns.size(), false, target);
    try (file) {
      while (rows.hasNext()) {
        Sample sample = rows.next();
        file.write(sample, group -> group.add(FILE_NAME, FolderImages.name(sample)));
      }
    }
    return List.of(file.committed());
  }
}
