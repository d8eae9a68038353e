package dev.prospector.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.ResultColumns;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {
  private static final Configuration CONF = new Configuration();

  @TempDir Path directory;

  @Test
  void aTextFileHasOnePromptALineNamedByItsNumber() throws IOException {
    PromptSet set = read("p.txt", "\uFEFFa red circle\r\n\n  an orange cross \na red circle");
    assertThat(set.prompts())
        .containsExactly(
            new Prompt(0, "1", "a red circle"),
            new Prompt(1, "3", "an orange cross"),
            new Prompt(2, "4", "a red circle"));
    assertThat(set.skippedEmpty()).isEqualTo(1);
  }

  @Test
  void theSameRowsGiveTheSameIdsAsTextCsvAndJson() throws IOException {
    List<Prompt> text = read("p.txt", "a\n\nb\n").prompts();
    assertThat(read("p.csv", "prompt\na\n\nb\n").prompts()).isEqualTo(text);
    assertThat(read("p.jsonl", "{\"prompt\":\"a\"}\n\n{\"prompt\":\"b\"}\n").prompts())
        .isEqualTo(text);
  }

  @Test
  void aCsvFileMayQuoteCommasQuotesAndLineBreaks() throws IOException {
    PromptSet set =
        read(
            "p.csv",
            "\uFEFFnote,prompt,id\n"
                + "\"x, \"\"y\"\"\",\"a red circle,\na blue square\",first\n"
                + ",größe ✓,second\n");
    assertThat(set.prompts())
        .containsExactly(
            new Prompt(0, "first", "a red circle,\na blue square", Map.of("note", "x, \"y\"")),
            new Prompt(1, "second", "größe ✓", Map.of("note", "")));
  }

  @Test
  void jsonCarriesScalarsAsTextAndTheRestAsJson() throws IOException {
    PromptSet set =
        read(
            "p.jsonl",
            "{\"id\":12,\"prompt\":\"a\",\"s\":\"t\",\"n\":1.50,\"b\":true,\"z\":null,"
                + "\"l\":[1, {\"k\": \"v\"}]}\n");
    assertThat(set.prompts())
        .containsExactly(
            new Prompt(
                0,
                "12",
                "a",
                Map.of("s", "t", "n", "1.50", "b", "true", "l", "[1,{\"k\":\"v\"}]")));
  }

  @Test
  void aParquetFileCarriesItsColumns() throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { optional binary prompt (STRING); required int64 id;"
                + " optional double weight; optional group tags (LIST) { repeated group list {"
                + " optional binary element (STRING); } } }");
    SimpleGroup full = new SimpleGroup(schema);
    full.append("prompt", "a red circle").append("id", 40L).append("weight", 0.5);
    Group tags = full.addGroup("tags");
    tags.addGroup("list").append("element", "x");
    tags.addGroup("list").append("element", "y");
    SimpleGroup bare = new SimpleGroup(schema);
    bare.append("prompt", " ").append("id", 41L);
    SimpleGroup last = new SimpleGroup(schema);
    last.append("prompt", "a cross").append("id", 42L);
    PromptSet set =
        Prompts.read(writeParquet("p.parquet", schema, full, bare, last).toString(), CONF);
    assertThat(set.prompts())
        .containsExactly(
            new Prompt(0, "40", "a red circle", Map.of("weight", "0.5", "tags", "[\"x\",\"y\"]")),
            new Prompt(1, "42", "a cross"));
    assertThat(set.skippedEmpty()).isEqualTo(1);
  }

  @Test
  void aParquetFileThatCannotBeUsedSaysWhatItHas() throws IOException {
    MessageType without =
        MessageTypeParser.parseMessageType("message m { optional binary caption (STRING); }");
    SimpleGroup row = new SimpleGroup(without);
    row.append("caption", "a");
    String file = writeParquet("w.parquet", without, row).toString();
    assertThatThrownBy(() -> Prompts.read(file, CONF))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": has the columns [caption], expected one named prompt");

    MessageType wrong =
        MessageTypeParser.parseMessageType(
            "message m { optional int32 prompt; optional double id; optional binary image;"
                + " optional int32 rank; }");
    SimpleGroup wrongRow = new SimpleGroup(wrong);
    wrongRow.append("prompt", 1);
    String second = writeParquet("x.parquet", wrong, wrongRow).toString();
    assertThatThrownBy(() -> Prompts.read(second, CONF))
        .hasMessageContaining("column 'prompt' is optional int32 prompt, expected a string")
        .hasMessageContaining("column 'id' is optional double id, expected a string or an integer")
        .hasMessageContaining("column 'image' holds bytes")
        .hasMessageContaining("column 'rank' is one of the results' own");

    MessageType nulls =
        MessageTypeParser.parseMessageType("message m { optional binary prompt (STRING); }");
    String third = writeParquet("y.parquet", nulls, new SimpleGroup(nulls)).toString();
    assertThatThrownBy(() -> Prompts.read(third, CONF))
        .hasMessage(third + ": row 1: column 'prompt' was null, expected text");
  }

  @Test
  void noColumnMayBearTheNameOfOneOfTheResults() {
    assertThat(ResultColumns.OWN).contains("legs", "prompt");
    for (String own : ResultColumns.OWN) {
      String name = own.equals("prompt") ? "Prompt" : own;
      assertThatThrownBy(() -> read("p.csv", "prompt," + name + "\na red circle,x\n"))
          .hasMessageEndingWith(
              "line 1: column '%s' is one of the results' own, expected another name", name);
    }
  }

  @Test
  void theDemoIsTheFileThatPeopleSee() throws IOException {
    Path conf = Path.of("..", "conf", "prompts", "shapes.txt");
    assertThat(Prompts.demo()).isEqualTo(Prompts.read(conf.toString(), CONF));
  }

  private PromptSet read(String name, String content) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    return Prompts.read(file.toString(), CONF);
  }

  private Path writeParquet(String name, MessageType schema, SimpleGroup... rows)
      throws IOException {
    Path file = directory.resolve(name);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .build()) {
      for (SimpleGroup row : rows) {
        writer.write(row);
      }
    }
    return file;
  }
}
