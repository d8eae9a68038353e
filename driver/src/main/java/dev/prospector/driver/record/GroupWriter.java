package dev.prospector.driver.record;

import java.io.Closeable;
import java.io.IOException;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;

/** Writes rows to a {@link CanonicalFile}. */
final class GroupWriter implements Closeable {
  private final CanonicalFile file;
  private final ParquetWriter<Group> writer;

  GroupWriter(CanonicalFile file, ParquetWriter<Group> writer) {
    this.file = file;
    this.writer = writer;
  }

  void write(Group row) throws IOException {
    writer.write(row);
  }

  /** What a commit is to say of the file, once it is closed. */
  CommittedFile committed(String path) {
    return file.committed(path);
  }

  @Override
  public void close() throws IOException {
    file.holdBack();
    writer.close();
  }
}
