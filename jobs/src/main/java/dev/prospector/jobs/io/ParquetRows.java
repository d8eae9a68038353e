package dev.prospector.jobs.io;

import dev.prospector.executors.input.InputLimit;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The rows of a Parquet file that somebody hands in, which may say of itself what is not so. What
 * its footer and its pages say of their sizes is held against limits before memory is given to it.
 */
final class ParquetRows implements Closeable {
  /** Of a row group, compressed or not: its columns are in memory at once. */
  private static final long MOST_BYTES = 1L << 30;

  private final ParquetFileReader file;
  private final MessageColumnIO columns;
  private RecordReader<Group> rows;
  private long left;

  private ParquetRows(ParquetFileReader file) {
    this.file = file;
    this.columns = new ColumnIOFactory().getColumnIO(schema());
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it is damaged, has too large row groups or too deep columns, or can't be
   *     read
   */
  static ParquetRows open(Path path, Configuration conf) throws IOException {
    HadoopInputFile input = HadoopInputFile.fromPath(path, conf);
    ParquetReadOptions options =
        HadoopReadOptions.builder(conf)
            .usePageChecksumVerification(true)
            .withCodecFactory(new BoundedCodecs(conf))
            .build();
    try {
      ParquetFileReader file = ParquetFileReader.open(input, options);
      for (Type column : file.getFooter().getFileMetaData().getSchema().getFields()) {
        requireNoDeeper(column, column.getName(), 1);
      }
      int group = 0;
      for (BlockMetaData rowGroup : file.getRowGroups()) {
        require(rowGroup, ++group, input.getLength());
      }
      return new ParquetRows(file);
    } catch (RuntimeException | StackOverflowError e) {
      if (e instanceof NullPointerException) { // as the footer's reader says of a type it misses
        NewerTypes.refuse(input);
      }
      // A footer may nest as deep as it likes, and its reader calls itself.
      String why = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
      throw new IOException("is not a Parquet file (%s), expected one".formatted(why), e);
    }
  }

  /** What goes deeper takes its reader minutes to prepare for. */
  private static void requireNoDeeper(Type type, String column, int level) throws IOException {
    if (level > InputLimit.DEPTH) {
      throw new IOException(
          "column '%s' is nested deeper than %d levels, the most that is read"
              .formatted(column, InputLimit.DEPTH));
    }
    if (!type.isPrimitive()) {
      for (Type inner : type.asGroupType().getFields()) {
        requireNoDeeper(inner, column, level + 1);
      }
    }
  }

  private static void require(BlockMetaData rowGroup, int number, long length) throws IOException {
    long bytes = 0;
    for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
      boolean isInside =
          chunk.getStartingPos() >= 0
              && chunk.getTotalSize() >= 0
              && chunk.getTotalSize() <= length - chunk.getStartingPos();
      if (!isInside || rowGroup.getRowCount() > chunk.getValueCount()) {
        throw new IOException(
            "row group %d: column %s does not lie in the file as its footer says; it is damaged"
                .formatted(number, chunk.getPath().toDotString()));
      }
      bytes += Math.max(chunk.getTotalUncompressedSize(), chunk.getTotalSize());
    }
    if (bytes > MOST_BYTES) {
      throw new IOException(
          "row group %d has %,d bytes, expected at most %,d; write it with smaller row groups"
              .formatted(number, bytes, MOST_BYTES));
    }
  }

  MessageType schema() {
    return file.getFooter().getFileMetaData().getSchema();
  }

  /**
   * The next row, or null at the end.
   *
   * @throws IOException if it can't be read
   */
  Group next() throws IOException {
    try {
      while (left == 0) {
        PageReadStore pages = file.readNextRowGroup();
        if (pages == null) {
          return null;
        }
        left = pages.getRowCount();
        rows = columns.getRecordReader(new BoundedPages(pages), new GroupRecordConverter(schema()));
      }
      left--;
      return rows.read();
    } catch (BoundedCodecs.Refused e) {
      throw new IOException(e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IOException(
          "can't be read (%s), expected a whole Parquet file".formatted(deepest(e)), e);
    }
  }

  /** Parquet puts its reasons into each other, the outer ones without a word of the inner. */
  private static String deepest(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
