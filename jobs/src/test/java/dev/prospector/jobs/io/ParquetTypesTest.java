package dev.prospector.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.candidate.Prompt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet's logical types, as pandas, Spark and databases write them. */
class ParquetTypesTest {
  private static final Configuration CONF = new Configuration();

  @TempDir Path directory;

  @Test
  void decimalsKeepTheirPlacesHoweverTheyAreStored() throws IOException {
    PromptSet set =
        read(
            "required int32 price (DECIMAL(9,2)); required int64 large (DECIMAL(18,3));"
                + " required fixed_len_byte_array(16) fixed (DECIMAL(38,4));"
                + " required binary bytes (DECIMAL(12,8)); optional group l (LIST) {"
                + " repeated group list { optional int32 element (DECIMAL(9,2)); } }"
                + " required int32 whole (DECIMAL(9,0))",
            row -> {
              row.append("price", 150).append("large", -5L);
              row.append("fixed", Binary.fromConstantByteArray(padded("-150000", 16)));
              row.append("bytes", Binary.fromConstantByteArray(new byte[1])).append("whole", 7);
              row.addGroup("l").addGroup("list").append("element", 1250);
            });
    assertThat(set.prompts().get(0).columns())
        .isEqualTo(
            Map.of(
                "price",
                "1.50",
                "large",
                "-0.005",
                "fixed",
                "-15.0000",
                "bytes",
                "0.00000000",
                "whole",
                "7",
                "l",
                "[12.50]"));
    assertThat(set.notes()).isEmpty();
  }

  @Test
  void mapsReadAsObjects() throws IOException {
    PromptSet set =
        read(
            "optional group m (MAP) { repeated group key_value {"
                + " required binary key (STRING); optional int32 value; } }"
                + " optional group days (MAP) { repeated group key_value {"
                + " required int32 key (DATE); optional group value (LIST) {"
                + " repeated group list { optional int32 element; } } } }"
                + " optional group keys (MAP) { repeated group key_value {"
                + " required binary key (STRING); } } required int32 n",
            row -> {
              row.append("n", 1);
              Group map = row.addGroup("m");
              map.addGroup("key_value").append("key", "a").append("value", 1);
              map.addGroup("key_value").append("key", "b");
              Group day = row.addGroup("days").addGroup("key_value").append("key", 18263);
              day.addGroup("value").addGroup("list").append("element", 7);
              row.addGroup("keys").addGroup("key_value").append("key", "a");
            });
    assertThat(set.prompts().get(0).columns())
        .isEqualTo(
            Map.of(
                "m",
                "{\"a\":1,\"b\":null}",
                "days",
                "{\"2020-01-02\":[7]}",
                "keys",
                "{\"key_value\":[{\"key\":\"a\"}]}",
                "n",
                "1"));
  }

  @Test
  void datesAndTimesReadAsIso8601WritesThem() throws IOException {
    PromptSet set =
        read(
            "required int32 date (DATE); required int32 time (TIME(MILLIS,true));"
                + " required int64 micros (TIME(MICROS,false));"
                + " required int64 ms (TIMESTAMP(MILLIS,true));"
                + " required int64 us (TIMESTAMP(MICROS,false));"
                + " required int64 ns (TIMESTAMP(NANOS,true)); required int96 old",
            row -> {
              row.append("date", 18263).append("time", 3723000).append("micros", 3723000001L);
              row.append("ms", 1577934245000L).append("us", -1L).append("ns", 1577934245000000007L);
              row.append("old", new NanoTime(2440588 + 18263, 3723000000000L));
            });
    assertThat(set.prompts().get(0).columns())
        .isEqualTo(
            Map.of(
                "date", "2020-01-02",
                "time", "01:02:03",
                "micros", "01:02:03.000001",
                "ms", "2020-01-02T03:04:05Z",
                "us", "1969-12-31T23:59:59.999999",
                "ns", "2020-01-02T03:04:05.000000007Z",
                "old", "2020-01-02T01:02:03"));
    assertThat(set.notes()).isEmpty();
  }

  @Test
  void bytesThatAreNeitherTextNorNumbersAreLeftOut() throws IOException {
    PromptSet set =
        read(
            "optional binary image; optional binary doc (BSON); optional binary kind (ENUM);"
                + " repeated fixed_len_byte_array(2) pairs",
            row -> row.append("kind", "fine").append("image", "x").append("doc", "y"));
    assertThat(set.prompts().get(0).columns()).isEqualTo(Map.of("kind", "fine"));
    assertThat(set.notes())
        .containsExactly("p.parquet: 'image', 'doc', 'pairs' hold bytes and are left out");
  }

  @Test
  void integersMayBePrompts() throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType("message m { required int32 prompt; }");
    assertThat(read(write(schema, new SimpleGroup(schema).append("prompt", 207))).prompts())
        .containsExactly(new Prompt(0, "1", "207"));
  }

  @Test
  void valuesBeyondTheirTypesAreRefusedWithTheirRow() throws IOException {
    assertRefused(
        "required int32 time (TIME(MILLIS,true))",
        row -> row.append("time", 86_400_000),
        "row 1: column 'time' has the time of day 86400000, expected one within a day");
    assertRefused(
        "required binary n (DECIMAL(1000,2))",
        row -> row.append("n", Binary.fromConstantByteArray(new byte[300])),
        "row 1: column 'n' has a decimal of 300 bytes, expected 1 to 256");
  }

  /** A footer may claim as many places as it likes; nobody writes that many zeros. */
  @Test
  void aDecimalOfManyPlacesIsShort() throws IOException {
    PromptSet set =
        read(
            "required binary n (DECIMAL(2000000000,2000000000))",
            row -> row.append("n", Binary.fromConstantByteArray(new byte[] {3})));
    assertThat(set.prompts().get(0).columns()).containsEntry("n", "3E-2000000000");
  }

  /** In the place of float16, a type that no library knows: number 100 of Parquet's union. */
  @Test
  void aTypeThatTheLibraryIsTooOldForIsNamedWithItsColumn() throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { required binary prompt (STRING);"
                + " required fixed_len_byte_array(16) half (UUID); }");
    SimpleGroup row = new SimpleGroup(schema);
    row.append("prompt", "a red circle");
    row.append("half", Binary.fromConstantByteArray(new byte[16]));
    Path file = write(schema, row);
    byte[] whole = Files.readAllBytes(file);
    ByteBuffer ends = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int footer = ends.getInt(whole.length - 8);
    byte[] uuid = {(byte) 0xEC, 0, 0}; // field 14, a struct without fields
    int at = whole.length - 8 - footer;
    while (!Arrays.equals(uuid, Arrays.copyOfRange(whole, at, at + uuid.length))) {
      at++;
    }
    ByteArrayOutputStream newer = new ByteArrayOutputStream();
    newer.write(whole, 0, at);
    newer.write(new byte[] {0x0C, (byte) 0xC8, 1}); // field 100, as zigzag in two bytes
    newer.write(whole, at + 1, whole.length - 8 - at - 1);
    newer.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footer + 2).array());
    newer.write(whole, whole.length - 4, 4);
    Files.write(file, newer.toByteArray());
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(file))
        .withMessageStartingWith(
            file + ": 'half' is of a type, such as float16, that this Parquet library (1.")
        .withMessageEndingWith(") does not know; write it again without, or as another type");
  }

  private static byte[] padded(String number, int length) {
    byte[] digits = new BigInteger(number).toByteArray();
    byte[] padded = new byte[length];
    Arrays.fill(padded, (byte) (digits[0] < 0 ? -1 : 0));
    System.arraycopy(digits, 0, padded, length - digits.length, digits.length);
    return padded;
  }

  private void assertRefused(String columns, Consumer<SimpleGroup> filling, String why) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(columns, filling))
        .withMessage(directory.resolve("p.parquet") + ": " + why);
  }

  private PromptSet read(String columns, Consumer<SimpleGroup> filling) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { required binary prompt (STRING); " + columns + "; }");
    SimpleGroup row = new SimpleGroup(schema);
    row.append("prompt", "a red circle");
    filling.accept(row);
    return read(write(schema, row));
  }

  private static PromptSet read(Path file) {
    return Prompts.read(file.toString(), PromptColumns.FOUND, CONF);
  }

  private Path write(MessageType schema, Group row) throws IOException {
    Path file = directory.resolve("p.parquet");
    Files.deleteIfExists(file);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .build()) {
      writer.write(row);
    }
    return file;
  }
}
