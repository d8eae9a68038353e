package dev.prospector.driver.record;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A Parquet file whose bytes depend on its rows alone. Parquet lists a column's encodings in the
 * order of a hash set of enums, which differs from one JVM to the next; here they are sorted. Only
 * what is written after {@link #holdBack} is kept in memory: the last row group and the footer.
 */
final class CanonicalFile implements OutputFile {
  /** The footer's length and the magic number. */
  private static final int TRAILER = 8;

  private final Path file;
  private final FileSystem files;
  private Held stream;

  CanonicalFile(Path file, FileSystem files) {
    this.file = file;
    this.files = files;
  }

  /** From here on bytes wait for the end; to be called before the writer is closed. */
  void holdBack() {
    stream.tail = new ByteArrayOutputStream();
  }

  /** What a commit is to say of it, once it is closed. */
  CommittedFile committed(String path) {
    return stream.out.committed(path);
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return createOrOverwrite(blockSizeHint);
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    stream = new Held(DurableFile.create(file, files));
    return stream;
  }

  /** Where blocks count, Parquet pads row groups to them, and the file would be another one. */
  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return file.toString();
  }

  private static byte[] canonical(byte[] tail) throws IOException {
    int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(tail.length - TRAILER);
    int start = tail.length - TRAILER - length;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(tail, start, length));
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        List<Encoding> encodings = column.getMeta_data().getEncodings();
        encodings.sort(Comparator.comparingInt(Encoding::getValue));
      }
    }
    ByteArrayOutputStream sorted = new ByteArrayOutputStream(tail.length);
    sorted.write(tail, 0, start);
    Util.writeFileMetaData(footer, sorted);
    int written = sorted.size() - start;
    sorted.write(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(written).array(), 0, 4);
    sorted.write(tail, tail.length - 4, 4);
    return sorted.toByteArray();
  }

  private static final class Held extends PositionOutputStream {
    private final DurableFile out;
    private ByteArrayOutputStream tail;

    Held(DurableFile out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return out.getPos() + (tail == null ? 0 : tail.size());
    }

    @Override
    public void write(int b) throws IOException {
      if (tail == null) {
        out.write(b);
      } else {
        tail.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (tail == null) {
        out.write(bytes, offset, length);
      } else {
        tail.write(bytes, offset, length);
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      try (out) {
        if (tail != null && tail.size() > TRAILER) {
          out.write(canonical(tail.toByteArray()));
          tail = null;
        }
      }
    }
  }
}
