package dev.prospector.driver.curation.export;

import dev.prospector.driver.curation.table.TableSchema;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.TableFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.types.StructType;

/** A Parquet file of samples' columns, with or without their images, and perhaps with more. */
final class MetadataFile implements Closeable {
  private final String path;
  private final int own;
  private final SimpleGroupFactory groups;
  private final TableFile table;

  private MetadataFile(String path, int own, MessageType columns, TableFile table) {
    this.path = path;
    this.own = own;
    this.groups = new SimpleGroupFactory(columns);
    this.table = table;
  }

  /**
   * Opens it.
   *
   * @param columns all that it has
   * @param own how many of them are the samples'
   * @param isPacked whether images are among them
   */
  static MetadataFile open(
      String path, StructType columns, int own, boolean isPacked, Target target)
      throws IOException {
    MessageType schema = TableSchema.of(columns);
    return new MetadataFile(path, own, schema, target.table(path, schema, isPacked));
  }

  void write(Sample sample) throws IOException {
    write(sample, group -> {});
  }

  /** Appends a sample, with what else the file has of it. */
  void write(Sample sample, Consumer<Group> others) throws IOException {
    Group group = groups.newGroup();
    TableSchema.put(sample.row(), own, group);
    others.accept(group);
    table.write(group);
  }

  @Override
  public void close() throws IOException {
    table.close();
  }

  /** What is to be said of it, once it is closed. */
  CommittedFile committed() {
    return table.committed(path);
  }
}
