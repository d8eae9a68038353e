package dev.prospector.jobs.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.github.luben.zstd.Zstd;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.candidate.Prompt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose names, first lines or quotes say something else than what they hold. */
class OddPromptFilesTest {
  private static final String HEADER =
      ", expected one of %s (in any case); --prompt-column names another"
          .formatted(String.join(", ", PromptColumns.PROMPTS));

  @TempDir Path directory;

  private PromptSet read(String name, String content) throws IOException {
    return read(name, content.getBytes(UTF_8), PromptColumns.FOUND);
  }

  private PromptSet read(String name, byte[] content, PromptColumns columns) throws IOException {
    Path file = Files.write(directory.resolve(name), content);
    return Prompts.read(file.toString(), columns, new Configuration());
  }

  private String refused(String name, String content) throws IOException {
    return refused(name, content, PromptColumns.FOUND);
  }

  private String refused(String name, String content, PromptColumns columns) throws IOException {
    return refused(Files.writeString(directory.resolve(name), content), columns);
  }

  private static String refused(Path file, PromptColumns columns) {
    String message =
        catchThrowableOfType(
                InvalidInputException.class,
                () -> Prompts.read(file.toString(), columns, new Configuration()))
            .getMessage();
    assertThat(message).startsWith(file + ": ");
    return message.substring(file.toString().length() + 2);
  }

  private static List<String> texts(PromptSet set) {
    return set.prompts().stream().map(Prompt::text).toList();
  }

  private static PromptColumns carrying(List<String> carried, String image) {
    return new PromptColumns(
        Optional.empty(), Optional.empty(), Optional.of(carried), Optional.ofNullable(image));
  }

  @Test
  void whatImagesDependOnIsCarriedWhateverColumnsAreWanted() throws IOException {
    byte[] table = "prompt,negative_prompt,cat,im\na red circle,blue,x,i.png\n".getBytes(UTF_8);
    assertThat(read("p.csv", table, carrying(List.of("cat"), null)).prompts().get(0).columns())
        .isEqualTo(Map.of("negative_prompt", "blue", "cat", "x"));
    assertThat(read("p.csv", table, carrying(List.of(), "im")).prompts().get(0).columns())
        .isEqualTo(Map.of("negative_prompt", "blue", "im", "i.png"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Negative Prompt", "negative prompt", "negativePrompt", "NEGATIVE_PROMPT"})
  void theNegativePromptIsFoundHoweverItIsSpelt(String name) throws IOException {
    byte[] table = "prompt,%s\na red circle,blue\n".formatted(name).getBytes(UTF_8);
    for (PromptColumns columns : List.of(PromptColumns.FOUND, carrying(List.of(), null))) {
      PromptSet set = read("p.csv", table, columns);
      assertThat(set.prompts().get(0).columns()).isEqualTo(Map.of("negative_prompt", "blue"));
      assertThat(set.notes())
          .containsExactly(
              "p.csv: column '%s' is carried as 'negative_prompt': images are led away from what it says"
                  .formatted(name));
    }
  }

  @Test
  void theNegativePromptOfThatNameIsSurest() throws IOException {
    PromptSet set = read("p.csv", "prompt,Negative Prompt,negative_prompt\na,x,y\n");
    assertThat(set.prompts().get(0).columns())
        .isEqualTo(Map.of("Negative Prompt", "x", "negative_prompt", "y"));
    PromptSet rows =
        read("p.jsonl", "{\"prompt\":\"a\"}\n{\"prompt\":\"b\",\"negativePrompt\":\"y\"}\n");
    assertThat(rows.prompts().get(1).columns()).isEqualTo(Map.of("negative_prompt", "y"));
  }

  @Test
  void theHeaderIsTheFirstLineThatIsNeitherBlankNorExcels() throws IOException {
    assertThat(read("p.csv", "sep=;\r\nprompt;note\r\na, b;x\r\n").prompts())
        .containsExactly(new Prompt(0, "1", "a, b", Map.of("note", "x")));
    assertThat(read("p.csv", "\n \nprompt,note\na,x\n").prompts())
        .containsExactly(new Prompt(0, "1", "a", Map.of("note", "x")));
    assertThat(refused("p.csv", "\nsep=,\nid,prompt\n1,a\n1,b\n"))
        .startsWith("line 5: id \"1\" is also that of line 4, expected unique ids");
  }

  @Test
  void aTableWithoutAHeaderIsToldWhatItsFirstLineWasTakenFor() throws IOException {
    assertThat(refused("p.tsv", "http://a/x.jpg\ta cat on a mat\n"))
        .isEqualTo(
            "has the columns [http://a/x.jpg, a cat on a mat]"
                + HEADER
                + " (line 1 was taken as the header)");
  }

  @Test
  void aPlaceThatIsNoFileSaysWhatItIs() throws IOException {
    Path parts = Files.createDirectory(directory.resolve("parts"));
    Files.writeString(parts.resolve("part-0.csv"), "prompt\na\n");
    assertThat(refused(parts, PromptColumns.FOUND))
        .isEqualTo(
            "can't be read (it is a directory without .parquet files, expected a file, or a"
                + " directory of Parquet files that are one table)");
    assertThat(refused(parts.resolve("*.csv"), PromptColumns.FOUND))
        .isEqualTo(
            "no such file, expected a file of prompts; one is read at a time, so name it without a glob");
    assertThat(refused(parts.resolve("no.csv"), PromptColumns.FOUND))
        .isEqualTo("no such file, expected a file of prompts");
  }

  /** As of Flickr8k: captions.txt and Flickr8k.token.txt. */
  @Test
  void textThatLooksLikeATableIsTold() throws IOException {
    PromptSet captions = read("captions.txt", "image,caption\n1.jpg,A child climbs .\n");
    assertThat(texts(captions)).containsExactly("image,caption", "1.jpg,A child climbs .");
    assertThat(captions.notes())
        .containsExactly(
            "captions.txt: line 1 looks like a table's header, but in .txt each line is a prompt;"
                + " expected a name that ends in .csv or .tsv if it is one");
    assertThat(read("token.txt", "1.jpg#0\tA child .\n\n1.jpg#1\tA girl .\n").notes())
        .containsExactly(
            "token.txt: each line has a tab, and is a prompt with it; expected a table with a"
                + " header, and a name that ends in .tsv, if they part columns");
    assertThat(read("plain.txt", "a caption, red\nwith\ta tab\n").notes()).isEmpty();
  }

  @Test
  void linesMayEndAsOldMacsHadThem() throws IOException {
    assertThat(read("p.txt", "a red circle\ra cross\r\r\nlast\r").prompts())
        .containsExactly(
            new Prompt(0, "1", "a red circle"),
            new Prompt(1, "2", "a cross"),
            new Prompt(2, "3", "last"));
  }

  @Test
  void whatCannotBeSeenIsNoPrompt() throws IOException {
    assertThat(read("p.txt", "a\n\u00A0\u200B \uFEFF\n\u3000\nb\u00A0c\n").summary())
        .isEqualTo("p.txt: 2 prompts, 2 blank rows left out");
  }

  @Test
  void quotesOfATsvAreLettersUnlessTheyAreInPairs() throws IOException {
    PromptSet spreadsheet =
        read("p.tsv", "prompt\tnote\n\"say \"\"hi\"\"\"\tx\n\"two\nlines\"\ty\n");
    assertThat(texts(spreadsheet)).containsExactly("say \"hi\"", "two\nlines");
    assertThat(spreadsheet.notes()).isEmpty();
    PromptSet letters = read("p.tsv", "prompt\tnote\n\"Hi\" said he\tx\n\"open\ty\n");
    assertThat(letters.prompts())
        .containsExactly(
            new Prompt(0, "1", "\"Hi\" said he", Map.of("note", "x")),
            new Prompt(1, "2", "\"open", Map.of("note", "y")));
    assertThat(letters.notes())
        .containsExactly(
            "p.tsv: quotes are taken as letters, since they are not in pairs as RFC 4180 has them");
  }

  @Test
  void aQuoteThatIsNotInPairsIsReportedWhereItOpens() throws IOException {
    assertThat(refused("p.csv", "\nprompt,note\na,x\n\"open,y\nb,z\nc,z\n"))
        .isEqualTo(
            "line 4: is not CSV (a quote that nothing closes), expected RFC 4180 with quotes in pairs");
    assertThat(refused("p.csv", "prompt\nb\n\"Hi\" said he\n"))
        .isEqualTo(
            "line 3: is not CSV (letters behind a closing quote), expected RFC 4180 with quotes in pairs");
  }

  @Test
  void aPackedFileMayBeCalledAsIfItWereNot() throws IOException {
    byte[] text = "a red circle\na cross\n".getBytes(UTF_8);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(text);
    }
    for (byte[] bytes : List.of(packed.toByteArray(), Zstd.compress(text))) {
      assertThat(texts(read("p.txt", bytes, PromptColumns.FOUND)))
          .containsExactly("a red circle", "a cross");
    }
  }

  @Test
  void columnsOfAFileWithoutAnyAreRefused() throws IOException {
    PromptColumns named =
        new PromptColumns(
            Optional.of("foo"), Optional.of("bar"), Optional.empty(), Optional.empty());
    for (String name : List.of("p.txt", "p.json")) {
      assertThat(refused(name, "[\"a\"]", named))
          .startsWith("has no columns, expected 'foo', which --prompt-column names\n")
          .endsWith(": has no columns, expected 'bar', which --id-column names");
    }
  }

  @Test
  void jsonTakesPythonsNumbersAndIntegersForPrompts() throws IOException {
    assertThat(read("p.jsonl", "{\"prompt\":207,\"x\":NaN,\"l\":[-Infinity]}\n").prompts())
        .containsExactly(new Prompt(0, "1", "207", Map.of("x", "NaN", "l", "[\"-Infinity\"]")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "p.jsonl | {'prompt':'a'} {'prompt':'b'} | has more after its first value",
        "p.jsonl | {'prompt':'a'               | is not JSON (it ends too early), expected one",
        "p.jsonl | {'prompt':'a','prompt':'b'} | is not JSON (it has the key 'prompt' twice)",
        "p.jsonl | a red circle                | is not JSON (from column 2 on), expected one",
        "p.json  | [a red circle]              | is not JSON (from line 1, column 3 on)",
        "p.json  | [{'prompt':'a'}             | start marker at line 1, column 1)",
      })
  void whatJacksonSaysIsForPeople(String name, String json, String said) throws IOException {
    assertThat(refused(name, json.replace('\'', '"')))
        .contains(said)
        .doesNotContain("Source:", "dev.prospector", "`");
  }

  @Test
  void linesThatAreBrokenAlikeAreToldOnce() throws IOException {
    String lines = "not json\n".repeat(50) + "{\"prompt\":\n{\"prompt\":\"a\"}\n not json\n";
    assertThat(refused("p.jsonl", lines).lines())
        .hasSize(2)
        .first(STRING)
        .matches(
            "line 1: is not JSON \\(.*\\), expected one object a line; so it is in 50 more lines");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n[\n {\n \"prompt\": \"a\"\n }\n]",
        "[{\"prompt\": \"a\"}]",
        "{\n \"items\": [\n",
        "{\"items\": [\n]}"
      })
  void aDocumentInLinesOfItsOwnIsToldToBeOne(String document) throws IOException {
    assertThat(refused("p.jsonl", document))
        .matches(
            "line [12]: begins one JSON document, .*; a name that ends in .json has it read.*");
  }

  @Test
  void latin1IsToldItsRemedyOnce() throws IOException {
    Path file = directory.resolve("p.csv");
    Files.writeString(file, "prompt\nHäuser\nBäume\n", ISO_8859_1);
    assertThat(refused(file, PromptColumns.FOUND).lines())
        .hasSize(2)
        .first(STRING)
        .endsWith("; if it is Latin-1, 'iconv -f ISO-8859-1 -t UTF-8' rewrites it");
  }

  @Test
  void aValueIsShownOnOneLine() throws IOException {
    assertThat(refused("p.csv", "id,prompt\n\"x\ny\",a\n\"x\ny\",b\n"))
        .startsWith("line 4: id \"x⏎y\" is also that of line 2, expected");
  }
}
