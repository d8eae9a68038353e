package dev.prospector.jobs.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.executors.bundle.Checksums;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles whose hashes are right and whose contents are not: one line, and nothing is drawn. */
@Timeout(120)
class MalformedBundleTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEEP = "[".repeat(50_000) + "]".repeat(50_000);

  private static final Path TOKENIZERS = Path.of("../executors/src/test/resources/tokenizers");

  @TempDir Path directory;

  private Path bundle() throws IOException {
    return BundleCopy.into(directory.resolve("bundle"));
  }

  private String refused(String... args) {
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.errors()).hasSize(1);
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    return run.errors().get(0);
  }

  private String refusedSearch(Path bundle) {
    Path out = directory.resolve("out");
    String line = refused("search", "--bundle=" + bundle, "--out=" + out, "--candidates=1");
    assertThat(out).doesNotExist();
    return line;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/latent/height | 2147483647 | key 'latent.height' was 2147483647, expected 1 to 65536",
        "/latent/width | 2147483647 | key 'latent.width' was 2147483647, expected 1 to 65536",
        "/latent/channels | 2147483647 | key 'latent.channels' was 2147483647, expected 1 to 4096",
        "/latent/height | 33 | images of 32x32, expected sides that are multiples of the latent's",
        "/image/height | 2147483647 | key 'image.height' was 2147483647, expected 1 to 65536",
        "/image/width | 1 | expected sides that are multiples of the latent's",
        "/steps | 2147483647 | key 'steps' was 2147483647, expected 1 to 10000",
        "/text/tokenizers/0/length | 2147483647 | length' was 2147483647, expected 1 to 65536",
      })
  void sizesThatNoModelHasAreNamed(String key, int value, String complaint) throws IOException {
    Path bundle = bundle();
    Path manifest = bundle.resolve("bundle.json");
    JsonNode root = JSON.readTree(manifest.toFile());
    int last = key.lastIndexOf('/');
    ((ObjectNode) root.at(key.substring(0, last))).put(key.substring(last + 1), value);
    JSON.writeValue(manifest.toFile(), root);
    assertThat(refusedSearch(bundle)).contains(manifest.toString(), complaint);
    assertThat(refused("models", "inspect", bundle.toString())).contains(complaint);
  }

  private static Stream<String> manifests() {
    return Stream.of(
        "[]",
        "",
        "null",
        "{\"a\":" + DEEP + "}",
        "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000),
        "{\"name\":\"\u00FF\"}",
        "{\"sha256\":{\"a\\u0000b\":\"" + "0".repeat(64) + "\"}}",
        "{\"name\":\"" + "x".repeat(4 << 20) + "\"}");
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void aManifestThatCannotBeReadIsNamed(String json) throws IOException {
    Path bundle = Files.createDirectory(directory.resolve("bundle"));
    for (String name : new String[] {"bundle.json", "verifier.json"}) {
      Files.writeString(bundle.resolve(name), json, StandardCharsets.ISO_8859_1);
    }
    assertThat(refusedSearch(bundle)).contains(bundle + "/bundle.json");
    assertThat(refused("models", "inspect", bundle.toString())).contains(bundle + "/");
    assertThat(
            refused(
                "search",
                "--verifier-bundle=mine=" + bundle,
                "--verifier=mine",
                "--out=" + bundle + "-out"))
        .contains(bundle + "/verifier.json");
  }

  private static Stream<Arguments> vocabularies() {
    return Stream.of(
        Arguments.of("pad\nred\n\u00FF\n", "line 3 is not UTF-8"),
        Arguments.of("pad\nred\nred\n", "line 3: 'red', expected a word that is not"),
        Arguments.of("pad\n\nred\n", "line 2: '', expected a word"),
        Arguments.of("w\n".repeat(9 << 20), "it is larger than 16 MiB, the most for vocabulary"));
  }

  @ParameterizedTest
  @MethodSource("vocabularies")
  void aVocabularyThatIsNoneIsNamed(String words, String complaint) throws IOException {
    Path bundle = bundle();
    put(bundle, "vocabulary.txt", words.getBytes(StandardCharsets.ISO_8859_1), "words");
    assertThat(refusedSearch(bundle)).contains(bundle + "/vocabulary.txt: ", complaint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nope", "[]", "{}", "{\"version\":\"1.0\"}", "{\"version\":"})
  void aTokenizerThatIsNoneIsNamed(String json) throws IOException {
    Path bundle = bundle();
    put(bundle, "tokenizer.json", json.getBytes(UTF_8), "huggingface");
    assertThat(refusedSearch(bundle))
        .contains(bundle + "/tokenizer.json: ", "expected a tokenizer.json of Hugging Face's");
  }

  @Test
  void aTokenizerThatIsDamagedIsNamed() throws IOException {
    byte[] whole = Files.readAllBytes(TOKENIZERS.resolve("clip.json"));
    List<byte[]> damaged =
        List.of(
            Arrays.copyOf(whole, whole.length / 2),
            ("{\"a\":" + DEEP + "}").getBytes(UTF_8),
            new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'});
    Path bundle = bundle();
    for (int i : IntStream.range(0, damaged.size()).toArray()) {
      put(bundle, "tokenizer%d.json".formatted(i), damaged.get(i), "huggingface");
      assertThat(refusedSearch(bundle)).contains(bundle + "/tokenizer%d.json: ".formatted(i));
    }
  }

  /** Found by fuzzing: each ended the process. */
  private static Stream<Arguments> fatalTokenizers() {
    return Stream.of(
        Arguments.of(
            "t5.json",
            "/model/vocab/53/0",
            "x".repeat(500_000),
            "a word has 500,000 letters, more"),
        Arguments.of(
            "clip.json",
            "/normalizer/normalizers/1/pattern/Regex",
            "\\s*",
            "a pattern of the normalizer matches the empty text"),
        Arguments.of(
            "t5.json",
            "/post_processor/special_tokens",
            Map.of(),
            "SpecialToken '</s>' is none of the special_tokens"),
        Arguments.of(
            "clip.json",
            "/decoder/add_prefix_space",
            new BigDecimal("1E+400"),
            "a number is larger than any double"));
  }

  @ParameterizedTest
  @MethodSource("fatalTokenizers")
  void aTokenizerThatWouldEndTheProcessIsNamed(
      String whole, String place, Object value, String complaint) throws IOException {
    Path bundle = bundle();
    JsonNode root = JSON.readTree(TOKENIZERS.resolve(whole).toFile());
    JsonNode parent = root.at(place.substring(0, place.lastIndexOf('/')));
    if (parent instanceof ArrayNode array) {
      array.set(0, JSON.valueToTree(value));
    } else {
      ((ObjectNode) parent)
          .set(place.substring(place.lastIndexOf('/') + 1), JSON.valueToTree(value));
    }
    put(bundle, "tokenizer.json", JSON.writeValueAsBytes(root), "huggingface");
    assertThat(refusedSearch(bundle)).contains(bundle + "/tokenizer.json: line 1: " + complaint);
  }

  /** Found by fuzzing: it reads well, and then not a single prompt. */
  @Test
  void aTokenizerThatReadsNoTextIsNamed() throws IOException {
    Path bundle = bundle();
    ObjectNode root = (ObjectNode) JSON.readTree(TOKENIZERS.resolve("clip.json").toFile());
    root.withObject("/model").put("unk_token", "nowhere");
    put(bundle, "tokenizer.json", JSON.writeValueAsBytes(root), "huggingface");
    Path prompts = Files.writeString(directory.resolve("p.txt"), "größe ✓\n");
    assertThat(
            refused(
                "search",
                "--bundle=" + bundle,
                "--out=" + directory.resolve("out"),
                "--prompts=" + prompts,
                "--verifier=realism",
                "--held-out=none"))
        .contains(bundle + "/tokenizer.json: reads no text (", "nowhere");
  }

  @Test
  void aTokenizerOfAVerifierThatIsNoneIsNamedBeforeAnythingIsDrawn() throws IOException {
    Path bundle = Files.createDirectory(directory.resolve("pick"));
    Path whole = Path.of("../executors/src/test/resources/verifiers/tiny-pickscore");
    for (String part : new String[] {"score.pt", "text.pt"}) {
      Files.copy(whole.resolve(part), bundle.resolve(part));
    }
    Files.writeString(bundle.resolve("tokenizer.json"), "{}");
    ObjectNode root = (ObjectNode) JSON.readTree(whole.resolve("verifier.json").toFile());
    root.withObject("/sha256").put("tokenizer.json", Checksums.of("{}".getBytes(UTF_8)));
    JSON.writeValue(bundle.resolve("verifier.json").toFile(), root);
    Path out = directory.resolve("out");
    assertThat(
            refused(
                "search",
                "--bundle=shapes-s",
                "--verifier-bundle=mine=" + bundle,
                "--verifier=mine",
                "--out=" + out))
        .contains(bundle + "/tokenizer.json: ");
    assertThat(out).doesNotExist();
  }

  /** A file of the bundle and its hash, as its only tokenizer. */
  private static void put(Path bundle, String name, byte[] bytes, String type) throws IOException {
    Files.write(bundle.resolve(name), bytes);
    Path manifest = bundle.resolve("bundle.json");
    ObjectNode root = (ObjectNode) JSON.readTree(manifest.toFile());
    root.withObject("/sha256").put(name, Checksums.of(bytes));
    root.withObject("/text")
        .putArray("tokenizers")
        .addObject()
        .put("type", type)
        .put("file", name)
        .put("length", 8)
        .put("pad", 0)
        .put("mask", false);
    JSON.writeValue(manifest.toFile(), root);
  }
}
