package dev.prospector.driver.curation.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.curation.table.Columns;
import java.nio.ByteBuffer;
import org.apache.spark.sql.Row;

/**
 * An image on its way into a shard.
 *
 * @param row its columns, of which the image is the last but the shard's number
 */
record Sample(Row row) {
  private static final long PNG = 0x89504E470D0A1A0AL;
  private static final int WIDTH_AT = 16;
  private static final int HEIGHT_AT = 20;

  String uid() {
    return row.getString(row.fieldIndex(Columns.UID));
  }

  /** The prompt as UTF-8. */
  byte[] prompt() {
    return row.getString(row.fieldIndex(Columns.PROMPT)).getBytes(UTF_8);
  }

  /** How many columns there are before the image. */
  int columns() {
    return row.size() - 2;
  }

  /** All columns but the image. */
  ObjectNode json() {
    return RowJson.of(row, columns());
  }

  /** The image as it is in the version. */
  byte[] png() {
    Row image = row.getStruct(columns());
    byte[] bytes = image == null ? null : image.getAs("bytes");
    if (bytes == null
        || bytes.length < HEIGHT_AT + Integer.BYTES
        || ByteBuffer.wrap(bytes).getLong() != PNG) {
      throw new IllegalStateException("%s has no PNG, expected one to export".formatted(uid()));
    }
    return bytes;
  }

  static int width(byte[] png) {
    return ByteBuffer.wrap(png).getInt(WIDTH_AT);
  }

  static int height(byte[] png) {
    return ByteBuffer.wrap(png).getInt(HEIGHT_AT);
  }
}
