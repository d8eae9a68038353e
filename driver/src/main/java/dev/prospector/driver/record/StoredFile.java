package dev.prospector.driver.record;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A Parquet file on its way in. An object store bills and delays by the request, and Parquet's own
 * way asks for a small file nine times: for its length and its end, for both again, then column by
 * column. Here it is asked for its length, once, and for all of it.
 */
final class StoredFile implements InputFile {
  /** What is longer is read in pieces. */
  private static final int MOST_HELD = 16 << 20;

  private final Path file;
  private final FileSystem files;
  private final FileStatus status;
  private byte[] held;

  private StoredFile(Path file, FileSystem files, FileStatus status) {
    this.file = file;
    this.files = files;
    this.status = status;
  }

  /**
   * Asks for its length.
   *
   * @throws FileNotFoundException if it is not there
   */
  static StoredFile of(Path file, Configuration conf) throws IOException {
    FileSystem files = file.getFileSystem(conf);
    return new StoredFile(file, files, files.getFileStatus(file));
  }

  /** Opens a file of which the status is known, which S3A would ask for once more. */
  static FSDataInputStream open(Path file, FileSystem files, FileStatus status) throws IOException {
    return RunDirectory.renames(files)
        ? files.open(file)
        : FutureIO.awaitFuture(files.openFile(file).withFileStatus(status).build());
  }

  @Override
  public long getLength() {
    return status.getLen();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    if (RunDirectory.renames(files) || getLength() > MOST_HELD) {
      return HadoopStreams.wrap(open(file, files, status));
    }
    if (held == null) {
      try (InputStream in = open(file, files, status)) {
        held = in.readAllBytes();
      }
    }
    return new Held(held);
  }

  /** For people. */
  @Override
  public String toString() {
    return file.toString();
  }

  private static final class Held extends DelegatingSeekableInputStream {
    private final long length;

    Held(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
      length = bytes.length;
    }

    @Override
    public long getPos() throws IOException {
      return length - getStream().available();
    }

    @Override
    public void seek(long position) throws IOException {
      getStream().reset();
      getStream().skipNBytes(position);
    }
  }
}
