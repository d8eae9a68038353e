package dev.prospector.driver.record;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * How this package writes and reads Parquet. The same rows give the same bytes, so a file can be
 * written over by a retried task straight under its final name.
 */
final class ParquetFile {
  /** Small, so that a viewer pages through images without fetching the whole file. */
  private static final long ROW_GROUP_BYTES = 4 << 20;

  private static final int STATISTICS_BYTES = 64;

  private ParquetFile() {}

  static GroupWriter create(
      Path file,
      FileSystem files,
      MessageType schema,
      Map<String, String> footer,
      CompressionCodecName codec)
      throws IOException {
    CanonicalFile canonical = new CanonicalFile(file, files);
    ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(canonical)
            .withConf(files.getConf())
            .withType(schema)
            .withExtraMetaData(footer)
            .withCompressionCodec(codec)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withRowGroupSize(ROW_GROUP_BYTES)
            // An image can be a megabyte: the default looks at the size only after 100 rows.
            .withMinRowCountForPageSizeCheck(1)
            .withDictionaryEncoding("image.bytes", false)
            // Otherwise whole small images are copied into the footer as minimum and maximum.
            .withStatisticsTruncateLength(STATISTICS_BYTES)
            .build();
    return new GroupWriter(canonical, writer);
  }

  /**
   * Reads some columns. Parquet's own way to say which is a text, in which a name with a space
   * can't stand.
   */
  private static final class Columns extends GroupReadSupport {
    private final MessageType columns;

    private Columns(MessageType columns) {
      this.columns = columns;
    }

    @Override
    public ReadContext init(InitContext context) {
      return new ReadContext(columns);
    }
  }

  private static final class Reading extends ParquetReader.Builder<Group> {
    private final MessageType columns;

    private Reading(StoredFile file, MessageType columns) {
      super(file);
      this.columns = columns;
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new Columns(columns);
    }
  }

  /**
   * The file's columns.
   *
   * @param expected columns without which it is not such a file
   * @param what such a file, in words
   */
  static MessageType schema(StoredFile file, List<String> expected, String what)
      throws IOException {
    MessageType schema;
    try (ParquetFileReader reader = ParquetFileReader.open(file)) {
      schema = reader.getFileMetaData().getSchema();
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new IOException(file + " can't be read as Parquet: " + e.getMessage(), e);
    }
    for (String column : expected) {
      if (!schema.containsField(column)) {
        throw new IOException(file + " has no column " + column + ", expected " + what);
      }
    }
    return schema;
  }

  static <T> Rows<T> read(
      StoredFile file, Configuration conf, MessageType columns, Function<Cells, T> decode)
      throws IOException {
    ParquetReader<Group> reader = new Reading(file, columns).withConf(conf).build();
    return new Rows<>(file, reader, decode);
  }
}
