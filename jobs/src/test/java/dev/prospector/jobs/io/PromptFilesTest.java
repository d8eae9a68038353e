package dev.prospector.jobs.io;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.ZstdOutputStream;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
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

/** Files as people have them: benchmark sets, spreadsheets, dumps. */
class PromptFilesTest {
  private static final String GENEVAL =
      """
      {"tag":"single","include":[{"class":"circle","count":1}],"prompt":"a red circle"}
      {"tag":"counting","exclude":[{"class":"square","count":3}],"prompt":"two blue squares"}
      """;

  @TempDir Path directory;

  private String file(String name, String content, Charset charset) throws IOException {
    Path file = directory.resolve(name);
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out = packed(name, raw)) {
      out.write(content.getBytes(charset));
    }
    return file.toString();
  }

  private static OutputStream packed(String name, OutputStream raw) throws IOException {
    if (name.endsWith(".gz")) {
      return new GZIPOutputStream(raw);
    }
    return name.endsWith(".zst") ? new ZstdOutputStream(raw) : raw;
  }

  private PromptSet read(String name, String content) throws IOException {
    return read(name, content, PromptColumns.FOUND);
  }

  private PromptSet read(String name, String content, PromptColumns columns) throws IOException {
    return Prompts.read(file(name, content, UTF_8), columns, new Configuration());
  }

  private String refused(String name, String content, Charset charset, PromptColumns columns)
      throws IOException {
    String file = file(name, content, charset);
    String message =
        catchThrowableOfType(
                InvalidInputException.class, () -> Prompts.read(file, columns, new Configuration()))
            .getMessage();
    assertThat(message).startsWith(file + ": ");
    return message.substring(file.length() + 2);
  }

  private static List<String> texts(PromptSet set) {
    return set.prompts().stream().map(Prompt::text).toList();
  }

  private static PromptColumns columns(String prompt, String id, String carried) {
    return new PromptColumns(
        Optional.ofNullable(prompt),
        Optional.ofNullable(id),
        Optional.ofNullable(carried)
            .map(names -> names.equals("none") ? List.of() : List.of(names.split(","))),
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "Prompt",
    "Prompts",
    "PROMPT TEXT",
    "caption",
    "TEXT",
    "' prompt '",
    "text-prompt",
    "Description"
  })
  void theColumnOfPromptsIsFoundByNamesThatItGoesBy(String name) throws IOException {
    PromptSet set = read("p.tsv", name + "\tCategory\na red circle\tBasic\n");
    assertThat(set.prompts())
        .containsExactly(new Prompt(0, "1", "a red circle", Map.of("Category", "Basic")));
    assertThat(set.summary()).isEqualTo("p.tsv: 1 prompt, 1 column carried");
    assertThat(set.notes()).isEmpty();
  }

  @Test
  void ofSeveralTheSurestIsTakenUnlessAnotherIsNamed() throws IOException {
    String table = "id,text,prompt\n7,the text,the prompt\n";
    assertThat(read("p.csv", table).prompts())
        .containsExactly(new Prompt(0, "7", "the prompt", Map.of("text", "the text")));
    assertThat(read("p.csv", table, columns("text", "none", "id")).prompts())
        .containsExactly(new Prompt(0, "1", "the text", Map.of("id", "7")));
    assertThat(read("p.csv", table, columns("TEXT", "prompt", "none")).prompts())
        .containsExactly(new Prompt(0, "the prompt", "the text"));
    assertThat(refused("p.csv", table, UTF_8, columns("words", null, null)))
        .isEqualTo(
            "has the columns [id, text, prompt], expected 'words' among them"
                + " (line 1 was taken as the header)");
    assertThat(refused("p.csv", table, UTF_8, columns(null, null, "text,words")))
        .isEqualTo("has no column 'words', which --columns names");
    assertThat(refused("p.csv", table, UTF_8, columns(null, "number", null)))
        .startsWith("has the columns [id, text, prompt], expected 'number' among them (line 1 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void theDelimiterIsFound(String delimiter) throws IOException {
    String table =
        "\uFEFFprompt,note\r\n\"a circle, left\",x\r\n\"two\nlines; or more\",\r\n"
            .replace("t,n", "t" + delimiter + "n")
            .replace("\",", "\"" + delimiter);
    assertThat(read("p.csv", table).prompts())
        .containsExactly(
            new Prompt(0, "1", "a circle, left", Map.of("note", "x")),
            new Prompt(1, "2", "two\nlines; or more", Map.of("note", "")));
  }

  @Test
  void aTableOfOneColumnNeedsNoQuotes() throws IOException {
    assertThat(texts(read("p.csv", "prompt\na circle, left; of it\n\"quoted, \"\"too\"\"\"\n")))
        .containsExactly("a circle, left; of it", "quoted, \"too\"");
  }

  @Test
  void rowsMayEndEarlyAndColumnsHaveNoName() throws IOException {
    PromptSet set = read("p.csv", ",prompt,note\n0,a red circle\n1,a cross,x,,\n");
    assertThat(set.prompts().get(1).columns()).isEqualTo(Map.of("column_1", "1", "note", "x"));
    assertThat(set.prompts().get(0).columns()).containsEntry("note", null);
    assertThat(set.summary()).isEqualTo("p.csv: 2 prompts, 2 columns carried");
    assertThat(set.notes()).containsExactly("p.csv: column 1 has no name, and is 'column_1'");
    assertThat(refused("q.csv", "prompt,note\na circle, left,x\n", UTF_8, PromptColumns.FOUND))
        .startsWith("line 2: has 3 columns, expected 2 as in the header; a prompt with");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz", ".zst"})
  void keysThatOnlySomeRowsHaveAreCarriedPackedOrNot(String packed) throws IOException {
    PromptSet lines = read("g.jsonl" + packed, GENEVAL);
    assertThat(lines.prompts().get(0).columns())
        .isEqualTo(Map.of("tag", "single", "include", "[{\"class\":\"circle\",\"count\":1}]"));
    assertThat(lines.carried()).isEqualTo(3);
    String array = "[" + GENEVAL.strip().replace("\n", ",\n") + "]";
    assertThat(read("g.json" + packed, array).prompts()).isEqualTo(lines.prompts());
    assertThat(read("g.json" + packed, "{\"rows\": " + array + "}").prompts())
        .isEqualTo(lines.prompts());
    assertThat(read("g.json" + packed, GENEVAL).prompts()).isEqualTo(lines.prompts());
    assertThat(texts(read("g.txt" + packed, "a\nb\n"))).containsExactly("a", "b");
    assertThat(texts(read("g.json" + packed, "[\"a\", \"b\"]"))).containsExactly("a", "b");
  }

  /** As of COCO's captions, MJHQ-30K's meta data and GenAI-Bench. */
  @Test
  void jsonDocumentsHoldRowsInManyWays() throws IOException {
    String coco =
        """
        {"info": {"year": 2017}, "images": [{"id": 1, "file_name": "a.jpg"}],
         "annotations": [{"image_id": 1, "id": 10, "caption": "a red circle"}]}""";
    assertThat(texts(read("coco.json", coco))).containsExactly("a red circle");
    assertThat(read("coco.json", coco).prompts().get(0).id()).isEqualTo("10");
    String byName =
        """
        {"a1": {"prompt": "a fox", "in Chinese": "狐狸"}, "a2": {"prompt": "soup", "id": 7}}""";
    PromptSet named = read("mjhq.json", byName);
    assertThat(texts(named)).containsExactly("a fox", "soup");
    assertThat(named.prompts()).extracting(Prompt::id).containsExactly("a1", "7");
    assertThat(refused("mjhq.json", byName, UTF_8, columns("in Chinese", null, null)))
        .contains("in Chinese");
    assertThat(refused("o.json", "{\"a\": {\"x\": 1}}", UTF_8, PromptColumns.FOUND))
        .contains("has the columns [a], expected one of prompt");
  }

  @Test
  void blankRowsAreCounted() throws IOException {
    assertThat(read("p.csv", "prompt\n\"a red circle\"\n\" \"\n\"\"\n").summary())
        .isEqualTo("p.csv: 1 prompt, 2 blank rows left out");
    assertThat(read("p.jsonl", "{\"prompt\":null}\n{\"prompt\":\"a\"}\n").summary())
        .isEqualTo("p.jsonl: 1 prompt, 1 blank row left out");
  }

  @ParameterizedTest
  @CsvSource({"''", "\uFEFF"})
  void utf16IsNamed(String mark) throws IOException {
    assertThat(refused("p.txt", mark + "a red\n", UTF_16LE, PromptColumns.FOUND))
        .isEqualTo("is UTF-16, expected UTF-8; 'iconv -f UTF-16 -t UTF-8' rewrites it");
  }

  @Test
  void aDottedPathNamesAKeyInsideARow() throws IOException {
    PromptColumns dotted =
        new PromptColumns(
            Optional.of("meta.prompt"), Optional.empty(), Optional.of(List.of()), Optional.empty());
    String inside = "{\"meta\":{\"prompt\":\"a\"}}";
    assertThat(texts(read("p.jsonl", inside + "\n{\"meta\":null}\n", dotted))).containsExactly("a");
    assertThat(texts(read("p.json", "{\"items\":[" + inside + "]}", dotted))).containsExactly("a");
    String both = "{\"meta.prompt\":\"b\",\"meta\":{\"prompt\":\"a\"}}";
    assertThat(texts(read("p.jsonl", both, dotted))).containsExactly("b");
    assertThat(refused("p.jsonl", "{\"meta\":{\"text\":\"a\"}}", UTF_8, dotted))
        .contains("expected 'meta.prompt' among them");
  }

  @Test
  void whichOfTwoColumnsWasTakenIsTold() throws IOException {
    assertThat(read("p.csv", "caption,text\na,b\n").notes())
        .containsExactly(
            "p.csv: prompts are taken from column 'caption', not from 'text'; --prompt-column names"
                + " another");
    PromptColumns named =
        new PromptColumns(
            Optional.of("text"), Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(read("p.csv", "caption,text\na,b\n", named).notes()).isEmpty();
  }

  @Test
  void namesThatDifferInCaseAloneAreToldApart() throws IOException {
    PromptSet set = read("p.csv", "prompt,tag,Tag\na,x,y\n");
    assertThat(set.prompts().get(0).columns()).isEqualTo(Map.of("tag", "x", "Tag_2", "y"));
    assertThat(set.notes())
        .contains("p.csv: column 'Tag' is carried as 'Tag_2': the name is taken by another");
  }

  @Test
  void whatIsNotRightIsSaidWithItsPlace() throws IOException {
    assertThat(
            refused(
                "p.json", "[{\"prompt\":\"a\"},\n{\"prompt\":true},7]", UTF_8, PromptColumns.FOUND))
        .contains("element 2: key 'prompt' was true, expected text or", "element 3: was \"7\"");
    assertThat(refused("p.json", "[{\"prompt\":\"a\"},\n{]", UTF_8, PromptColumns.FOUND))
        .startsWith("line 2: is not JSON (");
    assertThat(refused("p.csv", "id,prompt\n1,a\n1,b\n", UTF_8, PromptColumns.FOUND))
        .isEqualTo(
            "line 3: id \"1\" is also that of line 2, expected unique ids; --id-column none numbers the prompts");
  }
}
