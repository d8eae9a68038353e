package dev.prospector.driver.curation.export;

import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/** {@code train/UID.png}. */
record FolderImages() implements ShardFormat {
  @Override
  public List<CommittedFile> write(
      Shard shard, Iterator<Sample> rows, StructType columns, Target target) throws IOException {
    List<CommittedFile> written = new ArrayList<>();
    while (rows.hasNext()) {
      Sample sample = rows.next();
      written.add(target.write(shard.split() + "/" + name(sample), sample.png()));
    }
    return written;
  }

  static String name(Sample sample) {
    return sample.uid() + ".png";
  }
}
