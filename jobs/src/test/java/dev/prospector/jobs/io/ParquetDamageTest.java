package dev.prospector.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problem;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files as others write them, and as disks and networks leave them. */
@Timeout(120)
class ParquetDamageTest {
  private static final Configuration CONF = new Configuration();

  @TempDir Path directory;

  @Test
  void unsignedNumbersAreReadAsSuch() throws IOException {
    MessageType schema =
        schema(
            "required int64 id (INTEGER(64,false)); required int32 count (INTEGER(32,false));"
                + " optional group steps (LIST) { repeated group list {"
                + " optional int64 element (INTEGER(64,false)); } }");
    SimpleGroup row = new SimpleGroup(schema);
    row.append("prompt", "a red circle").append("id", -1L).append("count", -2);
    row.addGroup("steps").addGroup("list").append("element", Long.MIN_VALUE);
    assertThat(
            Prompts.read(write("u.parquet", schema, row).toString(), PromptColumns.FOUND, CONF)
                .prompts())
        .containsExactly(
            new Prompt(
                0,
                "18446744073709551615",
                "a red circle",
                Map.of("count", "4294967294", "steps", "[9223372036854775808]")));
  }

  @Test
  void textThatIsNotUtf8IsRefusedWithItsRowAndColumn() throws IOException {
    MessageType schema =
        schema(
            "optional binary note (STRING);"
                + " optional group inner { optional binary deep (STRING); }");
    Binary broken = Binary.fromConstantByteArray(new byte[] {'a', (byte) 0xFF});
    SimpleGroup fine = new SimpleGroup(schema);
    fine.append("prompt", "a red circle").append("note", "größe");
    SimpleGroup note = new SimpleGroup(schema);
    note.append("prompt", "a red circle").append("note", broken);
    SimpleGroup deep = new SimpleGroup(schema);
    deep.append("prompt", "a red circle");
    deep.addGroup("inner").append("deep", broken);
    SimpleGroup prompt = new SimpleGroup(schema);
    prompt.append("prompt", broken);
    Path file = write("b.parquet", schema, fine, note, deep, prompt);
    assertThat(complaints(file).orElseThrow())
        .containsExactly(
            file + ": row 2: column 'note' is not UTF-8, expected text in UTF-8",
            file + ": row 3: column 'inner' is not UTF-8, expected text in UTF-8",
            file + ": row 4: column 'prompt' is not UTF-8, expected text in UTF-8");
  }

  @Test
  void whatIsTooLargeOrTooManyIsRefused() throws IOException {
    MessageType schema = schema("");
    SimpleGroup row = new SimpleGroup(schema);
    row.append("prompt", "x".repeat((1 << 20) + 1));
    Path large = write("l.parquet", schema, row);
    assertThat(complaints(large).orElseThrow())
        .containsExactly(
            large + ": row 1: column 'prompt' has 1,048,577 letters, expected at most 1,048,576");

    String columns =
        IntStream.range(0, 1_001)
            .mapToObj("optional int32 c%d;"::formatted)
            .collect(Collectors.joining());
    SimpleGroup one = new SimpleGroup(schema(columns));
    one.append("prompt", "a red circle");
    Path wide = write("w.parquet", schema(columns), one);
    assertThat(complaints(wide).orElseThrow())
        .containsExactly(wide + ": row 1: has more than 1,000 columns, expected fewer");
  }

  @Test
  void whatIsNestedTooDeepIsRefused() throws IOException {
    for (int levels : new int[] {100, 101, 1_000}) {
      String column = "optional int32 c;";
      for (int level = 1; level < levels; level++) {
        column = "optional group c { " + column + " }";
      }
      SimpleGroup row = new SimpleGroup(schema(column));
      row.append("prompt", "a red circle");
      Path file = write("d%d.parquet".formatted(levels), schema(column), row);
      assertThat(complaints(file))
          .isEqualTo(
              levels == 100
                  ? Optional.empty()
                  : Optional.of(
                      List.of(
                          file
                              + ": column 'c' is nested deeper than 100 levels, the most that is"
                              + " read")));
    }
  }

  /** Its pages say that they have 600 MiB each; nobody believes them so far as to make room. */
  @Test
  void aRowGroupThatIsTooLargeIsRefused() throws IOException {
    Path file = directory.resolve("g.parquet");
    MessageType schema = schema("");
    ParquetFileWriter writer =
        new ParquetFileWriter(
            HadoopOutputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), CONF),
            schema,
            ParquetFileWriter.Mode.CREATE,
            1 << 20,
            0,
            64,
            64,
            true);
    writer.start();
    writer.startBlock(2);
    writer.startColumn(schema.getColumns().get(0), 2, CompressionCodecName.SNAPPY);
    for (int page = 0; page < 2; page++) {
      writer.writeDataPage(
          1,
          600 << 20,
          BytesInput.fromInt(0),
          Statistics.createStats(schema.getType("prompt")),
          1,
          Encoding.RLE,
          Encoding.RLE,
          Encoding.PLAIN);
    }
    writer.endColumn();
    writer.endBlock();
    writer.end(Map.of());
    assertThat(complaints(file).orElseThrow())
        .singleElement()
        .asString()
        .matches(
            Pattern.quote(file + ": row group 1 has 1,258,291,")
                + "\\d+ bytes, expected at most 1,073,741,824; write it with smaller row groups");
  }

  /** One flipped bit, at every byte: read, or refused in lines that name the file. */
  @Test
  void everyFlippedBitIsReadOrRefusedAndThoseOfPagesAreFound() throws IOException {
    byte[] whole = Files.readAllBytes(small());
    List<Prompt> prompts = Prompts.read(small().toString(), PromptColumns.FOUND, CONF).prompts();
    Set<String> kinds = new TreeSet<>();
    int changed = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << at % 8);
      Path file = Files.write(directory.resolve("f.parquet"), damaged);
      Optional<List<String>> complaints = complaints(file);
      complaints.ifPresent(
          lines -> {
            assertThat(lines).isNotEmpty().allMatch(line -> line.startsWith(file + ": "));
            kinds.add(lines.get(0).substring((file + ": ").length()).replaceAll("\\d+", "N"));
          });
      boolean isOther =
          complaints.isEmpty()
              && !Prompts.read(file.toString(), PromptColumns.FOUND, CONF)
                  .prompts()
                  .equals(prompts);
      changed += isOther ? 1 : 0;
    }
    assertThat(kinds).anyMatch(kind -> kind.contains("CRC"));
    assertThat(kinds).anyMatch(kind -> kind.startsWith("is not a Parquet file ("));
    // Only the footer has no checksum: the names of columns stand there.
    assertThat(changed).isLessThan("prompt".length() + "note".length() + 1);
  }

  @Test
  void everyCutIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(small());
    for (int length = 0; length < whole.length; length++) {
      Path file = Files.write(directory.resolve("c.parquet"), Arrays.copyOf(whole, length));
      assertThat(complaints(file).orElseThrow())
          .as("cut to %d", length)
          .singleElement()
          .asString()
          .startsWith(file + ": is not a Parquet file (");
    }
  }

  private Path small() throws IOException {
    Path file = directory.resolve("s.parquet");
    if (!Files.exists(file)) {
      MessageType schema = schema("optional binary note (STRING);");
      SimpleGroup[] rows = new SimpleGroup[20];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = new SimpleGroup(schema);
        rows[i].append("prompt", "a red circle " + i).append("note", "n" + i % 3);
      }
      return write("s.parquet", schema, rows);
    }
    return file;
  }

  /** What is said of a file; empty if it can be read. */
  private static Optional<List<String>> complaints(Path file) {
    try {
      Prompts.read(file.toString(), PromptColumns.FOUND, CONF);
      return Optional.empty();
    } catch (InvalidInputException e) {
      return Optional.of(e.problems().stream().map(Problem::sentence).toList());
    }
  }

  private static MessageType schema(String columns) {
    return MessageTypeParser.parseMessageType(
        "message m { required binary prompt (STRING); " + columns + " }");
  }

  private Path write(String name, MessageType schema, Group... rows) throws IOException {
    Path file = directory.resolve(name);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
    return file;
  }
}
