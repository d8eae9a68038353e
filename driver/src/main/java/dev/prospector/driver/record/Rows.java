package dev.prospector.driver.record;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;

/**
 * The rows of one file in their order, read as they are asked for. A file that breaks off or holds
 * a value that can't be understood ends in {@link UncheckedIOException}, which names the file.
 *
 * @param <T> a row
 */
public final class Rows<T> implements Iterator<T>, Closeable {
  private final StoredFile file;
  private final ParquetReader<Group> reader;
  private final Function<Cells, T> decode;
  private Group next;

  Rows(StoredFile file, ParquetReader<Group> reader, Function<Cells, T> decode) throws IOException {
    this.file = file;
    this.reader = reader;
    this.decode = decode;
    try {
      this.next = reader.read();
    } catch (IOException | RuntimeException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** The rows that are left, as a stream; closing it closes the file. */
  public Stream<T> stream() {
    Spliterator<T> rows =
        Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL);
    return StreamSupport.stream(rows, false).onClose(this::closeUnchecked);
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public T next() {
    if (next == null) {
      throw new NoSuchElementException("no row left in " + file);
    }
    try {
      T row = decode.apply(new Cells(next));
      next = reader.read();
      return row;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), new IOException(e));
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private void closeUnchecked() {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
