package dev.prospector.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.ResultColumns;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
    assertThat(set.blank()).isEqualTo(1);
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
                columns("s", "t", "n", "1.50", "b", "true", "z", null, "l", "[1,{\"k\":\"v\"}]")));
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
        Prompts.read(
            writeParquet("p.parquet", schema, full, bare, last).toString(),
            PromptColumns.FOUND,
            CONF);
    assertThat(set.prompts())
        .containsExactly(
            new Prompt(0, "40", "a red circle", Map.of("weight", "0.5", "tags", "[\"x\",\"y\"]")),
            new Prompt(1, "42", "a cross", columns("weight", null, "tags", null)));
    assertThat(set.blank()).isEqualTo(1);
  }

  @Test
  void aParquetFileThatCannotBeUsedSaysWhatItHas() throws IOException {
    assertThat(refusal("message m { optional binary words (STRING); }"))
        .isEqualTo(
            "has the columns [words], expected one of prompt, prompts, prompt_text, text_prompt,"
                + " positive_prompt, caption, captions, text, texts, description, sentence (in any"
                + " case); --prompt-column names another");
    assertThat(refusal("message m { optional boolean prompt; }"))
        .isEqualTo("column 'prompt' has the type boolean, expected strings or integers");
    assertThat(
            refusal(
                "message m { optional group prompt (LIST) { repeated group list {"
                    + " optional binary element (STRING); } } }"))
        .isEqualTo("column 'prompt' has the type list, expected strings or integers");
    assertThat(refusal("message m { optional binary prompt (STRING); optional double id; }"))
        .isEqualTo("column 'id' has the type double, expected strings or integers");
    assertThat(refusal("message m { optional binary prompt (STRING); }"))
        .isEqualTo("has blank prompts only (1), expected at least one prompt");
  }

  private String refusal(String schema) throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    String name = "refused-" + schema.length() + ".parquet";
    String file = writeParquet(name, type, new SimpleGroup(type)).toString();
    InvalidInputException refused =
        catchThrowableOfType(
            InvalidInputException.class, () -> Prompts.read(file, PromptColumns.FOUND, CONF));
    assertThat(refused.getMessage()).startsWith(file + ": ");
    return refused.getMessage().substring(file.length() + 2);
  }

  @Test
  void aColumnNamedLikeOneOfTheResultsIsCarriedUnderAnotherName() throws IOException {
    assertThat(ResultColumns.OWN).contains("legs", "prompt");
    for (String own : ResultColumns.OWN) {
      String name = own.equals("prompt") ? "PROMPT" : own;
      String id = own.equals("prompt_id") ? "id,prompt,prompt_id\n1," : "prompt," + name + "\n";
      PromptSet set = read("p.csv", id + "a red circle,x\n");
      assertThat(set.prompts().get(0).columns()).isEqualTo(Map.of("input_" + name, "x"));
      assertThat(set.summary()).isEqualTo("p.csv: 1 prompt, 1 column carried");
      assertThat(set.notes())
          .containsExactly(
              "p.csv: column '%s' is carried as 'input_%<s': the results have one of that name"
                  .formatted(name));
    }
  }

  @Test
  void theDemoIsTheFileThatPeopleSee() throws IOException {
    Path conf = Path.of("..", "conf", "prompts", "shapes.txt");
    assertThat(Prompts.demo().prompts())
        .isEqualTo(Prompts.read(conf.toString(), PromptColumns.FOUND, CONF).prompts());
  }

  private static Map<String, String> columns(String... namesAndValues) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      columns.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return columns;
  }

  private PromptSet read(String name, String content) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    return Prompts.read(file.toString(), PromptColumns.FOUND, CONF);
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
