package dev.prospector.jobs.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.parquet.Version;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * Types that Parquet got after the library that reads it: its reader fails at them with no word of
 * the column, though the footer can be read.
 */
final class NewerTypes {
  private static final String MAGIC = "PAR1";

  private NewerTypes() {}

  /**
   * Refuses a file whose footer was read and not understood, if this is why.
   *
   * @throws IOException that names the columns
   */
  static void refuse(HadoopInputFile file) throws IOException {
    List<String> columns =
        footer(file).stream()
            .filter(column -> column.isSetLogicalType() && !column.getLogicalType().isSet())
            .map(SchemaElement::getName)
            .toList();
    if (!columns.isEmpty()) {
      throw new IOException(
          "%s %s of a type, such as float16, that this Parquet library (%s) does not know; write it again without, or as another type"
              .formatted(
                  "'" + String.join("', '", columns) + "'",
                  columns.size() == 1 ? "is" : "are",
                  Version.VERSION_NUMBER));
    }
  }

  private static List<SchemaElement> footer(HadoopInputFile file) throws IOException {
    try (SeekableInputStream in = file.newStream()) {
      long end = file.getLength() - Integer.BYTES - MAGIC.length();
      byte[] length = new byte[Integer.BYTES];
      in.seek(end);
      in.readFully(length);
      in.seek(end - ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt());
      return Util.readFileMetaData(in).getSchema();
    }
  }
}
