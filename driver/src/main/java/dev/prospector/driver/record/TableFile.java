package dev.prospector.driver.record;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * A Parquet file of rows of any shape, which Hugging Face {@code datasets} opens, a column {@code
 * image} of bytes and path as images. The same rows give the same bytes. Not safe for several
 * threads.
 */
public final class TableFile implements Closeable {
  private final GroupWriter writer;

  private TableFile(GroupWriter writer) {
    this.writer = writer;
  }

  /**
   * Opens the file under its final name, over whatever stands there; it is whole when it has been
   * closed.
   *
   * @param isPacked whether most of it is compressed already, as images are
   */
  public static TableFile create(Path file, FileSystem files, MessageType schema, boolean isPacked)
      throws IOException {
    CompressionCodecName codec =
        isPacked ? CompressionCodecName.UNCOMPRESSED : CompressionCodecName.ZSTD;
    return new TableFile(
        ParquetFile.create(file, files, schema, HuggingFace.footer(schema), codec));
  }

  /** Appends a row. */
  public void write(Group row) throws IOException {
    writer.write(row);
  }

  /**
   * What a commit is to say of the file, once it is closed.
   *
   * @param path below the directory that the commit is of
   */
  public CommittedFile committed(String path) {
    return writer.committed(path);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
