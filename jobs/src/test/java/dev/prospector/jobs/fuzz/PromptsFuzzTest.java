package dev.prospector.jobs.fuzz;

import static dev.prospector.jobs.fuzz.ByteMutations.one;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Files of prompts. */
class PromptsFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<byte[]> LINES =
      List.of(
          "a red circle\ntwo blue squares\n\na yellow cross left of a green triangle\n"
              .getBytes(UTF_8),
          "\uFEFFa red circle\r\nthree blue squares".getBytes(UTF_8));

  private static final List<byte[]> TABLES =
      List.of(
          "id,prompt,note\n1,a red circle,x\n2,\"a blue square\",\"y, \"\"z\"\"\n".getBytes(UTF_8),
          "prompt\n\"a red\ncircle\"\n\na blue cross\n".getBytes(UTF_8));

  private static final List<String> OBJECTS =
      List.of(
          "{\"prompt\":\"a red circle\",\"id\":7}",
          "{\"id\":\"x\",\"prompt\":\"two blue squares\",\"note\":[1,{\"a\":2.50}],\"n\":1e3}");

  private interface Bytes {
    byte[] made(SplittableRandom random, Path directory) throws IOException;
  }

  private static void every(String kind, Bytes bytes) throws IOException {
    Fuzz.files(
        kind,
        (random, directory) -> {
          byte[] made = bytes.made(random, directory);
          Path file = Files.write(directory.resolve("p." + kind), made);
          String verifier = random.nextInt(4) > 0 ? "realism" : "detector"; // One reads prompts.
          return Planned.search(
              directory,
              "--bundle=shapes-s",
              "--verifier=" + verifier,
              "--held-out=none",
              "--prompts=" + file);
        });
  }

  @Test
  void linesEndWellOrAreRefused() throws IOException {
    every("txt", (random, directory) -> ByteMutations.edited(random, LINES));
  }

  @Test
  void tablesEndWellOrAreRefused() throws IOException {
    every(
        "csv",
        (random, directory) ->
            random.nextInt(3) > 0 ? ByteMutations.edited(random, TABLES) : table(random));
  }

  /** Rows of any length, of cells in quotes or not. */
  private static byte[] table(SplittableRandom random) {
    StringJoiner rows = new StringJoiner(random.nextBoolean() ? "\n" : "\r\n");
    String header =
        random.nextInt(4) > 0 ? "id,prompt,note" : "prompt," + ByteMutations.token(random);
    rows.add(
        random.nextInt(4) > 0 ? header : header.replace(",", one(random, List.of(";", "\t", "|"))));
    for (int row = random.nextInt(8); row >= 0; row--) {
      StringJoiner cells = new StringJoiner(",");
      for (int cell = random.nextInt(10) > 0 ? 3 : random.nextInt(5); cell > 0; cell--) {
        String text = random.nextInt(5) == 0 ? ByteMutations.token(random) : row + " " + cell;
        cells.add(random.nextBoolean() ? text : '"' + text.replace("\"", "\"\"") + '"');
      }
      rows.add(cells.toString());
    }
    return rows.toString().getBytes(UTF_8);
  }

  @Test
  void objectsEndWellOrAreRefused() throws IOException {
    every("jsonl", (random, directory) -> objects(random));
  }

  @Test
  void arraysEndWellOrAreRefused() throws IOException {
    every(
        "json",
        (random, directory) -> {
          String array = "[" + String.join(",\n", OBJECTS) + ", \"a red circle\"]";
          String text = random.nextBoolean() ? array : "{\"rows\":" + array + "}";
          return random.nextBoolean()
              ? JsonMutations.edited(random, text)
              : ByteMutations.edited(random, List.of(text.getBytes(UTF_8)));
        });
  }

  @Test
  void packedTextEndsWellOrIsRefused() throws IOException {
    every(
        "txt.gz",
        (random, directory) ->
            ByteMutations.edited(random, List.of(packed(GZIPOutputStream::new))));
    every(
        "txt.zst",
        (random, directory) ->
            ByteMutations.edited(random, List.of(packed(ZstdOutputStream::new))));
  }

  private interface Packing {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static byte[] packed(Packing packing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = packing.over(bytes)) {
      out.write(LINES.get(0));
    }
    return bytes.toByteArray();
  }

  private static byte[] objects(SplittableRandom random) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int line = random.nextInt(3); line >= 0; line--) {
      ObjectNode object = (ObjectNode) JSON.readTree(one(random, OBJECTS));
      lines.write(
          random.nextInt(3) == 0
              ? object.put("id", line).toString().getBytes(UTF_8)
              : JsonMutations.edited(random, object.toString()));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  @Test
  void parquetEndsWellOrIsRefused() throws IOException {
    every(
        "parquet",
        (random, directory) -> {
          byte[] whole = RandomParquet.file(random, directory);
          return random.nextInt(4) == 0
              ? whole
              : ByteMutations.edited(random, List.of(whole, RandomParquet.file(random, directory)));
        });
  }
}
