package dev.prospector.jobs.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;

/**
 * A Parquet file's rows, one column of which says something else.
 *
 * @param column of text
 */
record RetoldRows(String column, Telling telling) {

  /** What it says. */
  interface Telling {
    String instead(String told) throws IOException;
  }

  /** The bytes of a whole file of them. */
  static byte[] of(Path file, String column, Telling telling) throws IOException {
    return new RetoldRows(column, telling).written(file);
  }

  private byte[] written(Path file) throws IOException {
    Path made = Files.createTempDirectory("retold").resolve("made");
    try (ParquetReader<Group> rows = new Rows(hadoop(file)).build()) {
      Group row = rows.read();
      try (ParquetWriter<Group> writer =
          ExampleParquetWriter.builder(hadoop(made))
              .withType((MessageType) row.getType())
              .withConf(new Configuration(false))
              .build()) {
        for (; row != null; row = rows.read()) {
          writer.write(retold(row, row.getType()));
        }
      }
      return Files.readAllBytes(made);
    } finally {
      Files.deleteIfExists(made);
      Files.deleteIfExists(made.resolveSibling(".made.crc"));
      Files.delete(made.getParent());
    }
  }

  private static org.apache.hadoop.fs.Path hadoop(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  private Group retold(Group row, GroupType type) throws IOException {
    SimpleGroup retold = new SimpleGroup(type);
    for (int field = 0; field < type.getFieldCount(); field++) {
      for (int i = 0; i < row.getFieldRepetitionCount(field); i++) {
        if (type.getType(field).isPrimitive()) {
          copy(row, field, i, retold);
        } else {
          retold.add(field, retold(row.getGroup(field, i), type.getType(field).asGroupType()));
        }
      }
    }
    return retold;
  }

  private void copy(Group row, int field, int index, Group retold) throws IOException {
    switch (row.getType().getType(field).asPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> retold.add(field, row.getInteger(field, index));
      case INT64 -> retold.add(field, row.getLong(field, index));
      case FLOAT -> retold.add(field, row.getFloat(field, index));
      case DOUBLE -> retold.add(field, row.getDouble(field, index));
      case BOOLEAN -> retold.add(field, row.getBoolean(field, index));
      default -> {
        Binary told = row.getBinary(field, index);
        boolean isIt = row.getType().getFieldName(field).equals(column);
        retold.add(
            field, isIt ? Binary.fromString(telling.instead(told.toStringUsingUTF8())) : told);
      }
    }
  }

  private static final class Rows extends ParquetReader.Builder<Group> {
    Rows(org.apache.hadoop.fs.Path file) throws IOException {
      super(HadoopInputFile.fromPath(file, new Configuration(false)));
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
