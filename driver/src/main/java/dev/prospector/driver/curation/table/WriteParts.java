package dev.prospector.driver.curation.table;

import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.TableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes the files of one partition, whose rows are sorted by part, the last column, and key.
 *
 * @param key the column of which no value may be there twice
 * @param root the directory that a commit of the files is of
 * @param below the files' directory there
 * @param isPacked whether most of a row is compressed already
 * @param conf how files are reached
 */
record WriteParts(
    String key, String root, String below, boolean isPacked, SerializableConfiguration conf)
    implements FlatMapFunction<Iterator<Row>, CommittedFile> {

  @Override
  public Iterator<CommittedFile> call(Iterator<Row> rows) throws IOException {
    List<CommittedFile> written = new ArrayList<>();
    Row next = following(rows);
    while (next != null) {
      int part = part(next);
      MessageType columns = columns(next.schema());
      SimpleGroupFactory groups = new SimpleGroupFactory(columns);
      int identity = next.fieldIndex(key);
      String path = path(part);
      TableFile table = open(path, columns);
      try (table) {
        String before = null;
        for (; next != null && part(next) == part; next = following(rows)) {
          String name = next.getString(identity);
          if (name.equals(before)) {
            throw new IllegalStateException("%s %s is there twice".formatted(key, name));
          }
          before = name;
          Group group = groups.newGroup();
          TableSchema.put(next, columns.getFieldCount(), group);
          table.write(group);
        }
      }
      written.add(table.committed(path));
    }
    return written.iterator();
  }

  /** Writes a file without rows, so that a table has its columns. */
  CommittedFile empty(StructType sorted) {
    String path = path(0);
    try {
      TableFile table = open(path, columns(sorted));
      table.close();
      return table.committed(path);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + new Path(root, path), e);
    }
  }

  private TableFile open(String path, MessageType columns) throws IOException {
    FileSystem files = new RunDirectory(new Path(root)).files(conf.value());
    return TableFile.create(new Path(root, path), files, columns, isPacked);
  }

  private String path(int part) {
    return String.format(Locale.ROOT, "%s/part-%05d.parquet", below, part);
  }

  private static int part(Row sorted) {
    return sorted.getInt(sorted.size() - 1);
  }

  private static MessageType columns(StructType sorted) {
    StructField[] fields = sorted.fields();
    return TableSchema.of(new StructType(Arrays.copyOf(fields, fields.length - 1)));
  }

  private static Row following(Iterator<Row> rows) {
    return rows.hasNext() ? rows.next() : null;
  }
}
