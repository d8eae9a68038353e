package dev.prospector.driver.curation.export;

import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/** What a shard becomes. The same rows give the same bytes. */
interface ShardFormat extends Serializable {

  /**
   * Writes a shard's files, over what stands there.
   *
   * @param rows its images, in the order of their {@code uid}
   * @param columns of the rows but their images
   * @return the files that the export's record names
   */
  List<CommittedFile> write(Shard shard, Iterator<Sample> rows, StructType columns, Target target)
      throws IOException;
}
