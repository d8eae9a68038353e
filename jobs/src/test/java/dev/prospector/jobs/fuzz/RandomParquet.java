package dev.prospector.jobs.fuzz;

import static dev.prospector.jobs.fuzz.ByteMutations.one;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Parquet files of any schema, whole and as Parquet's own writer leaves them. */
final class RandomParquet {
  private static final List<Repetition> REPETITIONS = List.of(Repetition.values());

  private final SplittableRandom random;

  private RandomParquet(SplittableRandom random) {
    this.random = random;
  }

  /** The bytes of one. */
  static byte[] file(SplittableRandom random, Path directory) throws IOException {
    return new RandomParquet(random).file(directory.resolve("made.parquet"));
  }

  private byte[] file(Path file) throws IOException {
    MessageType schema = schema();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .withConf(new Configuration(false))
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withCompressionCodec(
                one(
                    random,
                    List.of(
                        CompressionCodecName.SNAPPY,
                        CompressionCodecName.GZIP,
                        CompressionCodecName.ZSTD,
                        CompressionCodecName.UNCOMPRESSED)))
            .withWriterVersion(one(random, List.of(WriterVersion.values())))
            .withDictionaryEncoding(random.nextBoolean())
            .withPageRowCountLimit(random.nextInt(1, 20))
            .build()) {
      int rows = random.nextInt(1, 30);
      for (int i = 0; i < rows; i++) {
        writer.write(filled(new SimpleGroup(schema), schema));
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    Files.deleteIfExists(file.resolveSibling(".made.parquet.crc"));
    return bytes;
  }

  private MessageType schema() {
    List<Type> columns = new ArrayList<>();
    columns.add(
        Types.required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("prompt"));
    int more = random.nextInt(4);
    for (int i = 0; i < more; i++) {
      columns.add(random.nextInt(12) == 0 ? deep(name(i)) : column(name(i), random.nextInt(4)));
    }
    return new MessageType("m", columns);
  }

  private String name(int i) {
    return switch (random.nextInt(8)) {
      case 0 -> i == 0 ? "id" : "score" + i;
      case 1 -> ByteMutations.token(random).replaceAll("[^a-z.{}\"$]", "") + "c" + i;
      default -> "c" + i;
    };
  }

  private Type deep(String name) {
    Type column = column("leaf", 0);
    for (int i = one(random, List.of(5, 90, 120, 300, 1_000)); i > 0; i--) {
      column = new GroupType(Repetition.OPTIONAL, i == 1 ? name : "g", column);
    }
    return column;
  }

  private Type column(String name, int levels) {
    Repetition repetition = one(random, REPETITIONS);
    if (levels > 0 && random.nextBoolean()) {
      List<Type> inner = new ArrayList<>();
      int count = random.nextInt(1, 4);
      for (int i = 0; i < count; i++) {
        inner.add(column("d" + i, levels - 1));
      }
      return Types.buildGroup(repetition)
          .as(random.nextInt(3) > 0 ? null : LogicalTypeAnnotation.listType())
          .addFields(inner.toArray(Type[]::new))
          .named(name);
    }
    return primitive(repetition, name);
  }

  private PrimitiveType primitive(Repetition repetition, String name) {
    return switch (random.nextInt(9)) {
      case 0 ->
          Types.primitive(PrimitiveTypeName.INT64, repetition)
              .as(LogicalTypeAnnotation.intType(64, random.nextBoolean()))
              .named(name);
      case 1 ->
          Types.primitive(PrimitiveTypeName.INT64, repetition)
              .as(
                  LogicalTypeAnnotation.timestampType(
                      random.nextBoolean(), LogicalTypeAnnotation.TimeUnit.NANOS))
              .named(name);
      case 2 ->
          Types.primitive(PrimitiveTypeName.INT32, repetition)
              .as(LogicalTypeAnnotation.decimalType(2, 9))
              .named(name);
      case 3 ->
          Types.primitive(
                  one(random, List.of(PrimitiveTypeName.FLOAT, PrimitiveTypeName.DOUBLE)),
                  repetition)
              .named(name);
      case 4 -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
      case 5 -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
      case 6 ->
          random.nextInt(4) == 0
              ? Types.primitive(PrimitiveTypeName.BINARY, repetition).named(name)
              : Types.primitive(PrimitiveTypeName.BINARY, repetition)
                  .as(LogicalTypeAnnotation.enumType())
                  .named(name);
      default ->
          Types.primitive(PrimitiveTypeName.BINARY, repetition)
              .as(LogicalTypeAnnotation.stringType())
              .named(name);
    };
  }

  private Group filled(Group group, GroupType type) {
    for (int field = 0; field < type.getFieldCount(); field++) {
      Type column = type.getType(field);
      int count =
          switch (column.getRepetition()) {
            case REQUIRED -> 1;
            case OPTIONAL -> random.nextInt(2);
            case REPEATED -> random.nextInt(4);
          };
      for (int i = 0; i < count; i++) {
        if (column.isPrimitive()) {
          add(group, field, column.asPrimitiveType());
        } else {
          Group unused = filled(group.addGroup(field), column.asGroupType());
        }
      }
    }
    return group;
  }

  private void add(Group group, int field, PrimitiveType column) {
    switch (column.getPrimitiveTypeName()) {
      case INT64 -> group.add(field, random.nextLong());
      case INT32 -> group.add(field, random.nextInt());
      case FLOAT -> group.add(field, Float.intBitsToFloat(random.nextInt()));
      case DOUBLE -> group.add(field, Double.longBitsToDouble(random.nextLong()));
      case BOOLEAN -> group.add(field, random.nextBoolean());
      default -> group.add(field, text(column.getName()));
    }
  }

  private Binary text(String column) {
    if (column.equals("prompt") && random.nextInt(50) > 0) {
      return Binary.fromString("a red circle");
    }
    return random.nextInt(40) == 0
        ? Binary.fromConstantByteArray(new byte[] {(byte) 0xFF})
        : Binary.fromString("text " + random.nextInt(5));
  }
}
