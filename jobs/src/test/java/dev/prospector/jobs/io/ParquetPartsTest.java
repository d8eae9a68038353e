package dev.prospector.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** A table in several files, as Spark leaves it and data sets are sharded. */
class ParquetPartsTest {
  private static final Configuration CONF = new Configuration();

  @TempDir Path directory;

  @Test
  void partsAreOneTableInOrderOfTheirNames() throws IOException {
    part("part-00001-x.snappy.parquet", "kind", "c");
    part("part-00000-x.snappy.parquet", "kind", "a", "b");
    part("_temporary.parquet", "other", "d");
    Files.writeString(directory.resolve(".part-00000-x.snappy.parquet.crc"), "crc");
    Files.writeString(directory.resolve("_SUCCESS"), "");
    PromptSet set = read();
    assertThat(set.prompts())
        .containsExactly(
            new Prompt(0, "1", "a", Map.of("kind", "of a")),
            new Prompt(1, "2", "b", Map.of("kind", "of b")),
            new Prompt(2, "3", "c", Map.of("kind", "of c")));
    assertThat(set.summary()).isEqualTo(directory.getFileName() + ": 3 prompts, 1 column carried");
  }

  @Test
  void aPartOfAnotherTableIsNamed() throws IOException {
    part("a.parquet", "kind", "a");
    part("b.parquet", "sort", "b");
    assertThat(refused())
        .isEqualTo(
            "b.parquet: has the columns [prompt, sort], expected those of the first file, [prompt,"
                + " kind]");
  }

  @Test
  void aDamagedPartIsNamed() throws IOException {
    part("a.parquet", "kind", "a");
    Files.writeString(directory.resolve("b.parquet"), "no table");
    assertThat(refused()).startsWith("b.parquet: is not a Parquet file (");
  }

  private PromptSet read() {
    return Prompts.read(directory + "/", PromptColumns.FOUND, CONF);
  }

  private String refused() {
    String message = catchThrowableOfType(InvalidInputException.class, this::read).getMessage();
    assertThat(message).startsWith(directory + "/: ");
    return message.substring(directory.toString().length() + 3);
  }

  private void part(String name, String column, String... prompts) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { required binary prompt (STRING); required binary %s (STRING); }"
                .formatted(column));
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(directory.resolve(name).toUri()))
            .withType(schema)
            .withConf(CONF)
            .build()) {
      for (String prompt : prompts) {
        writer.write(
            new SimpleGroup(schema).append("prompt", prompt).append(column, "of " + prompt));
      }
    }
  }
}
