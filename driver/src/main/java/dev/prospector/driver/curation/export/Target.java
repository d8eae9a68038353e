package dev.prospector.driver.curation.export;

import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.DurableFile;
import dev.prospector.driver.record.TableFile;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;

/**
 * Where files are written, by their paths below a directory.
 *
 * @param root the directory
 * @param files its file system
 */
record Target(Path root, FileSystem files) {

  CommittedFile write(String path, byte[] bytes) throws IOException {
    return DurableFile.write(new Path(root, path), files, path, bytes);
  }

  DurableFile open(String path) throws IOException {
    return DurableFile.create(new Path(root, path), files);
  }

  TableFile table(String path, MessageType columns, boolean isPacked) throws IOException {
    return TableFile.create(new Path(root, path), files, columns, isPacked);
  }
}
