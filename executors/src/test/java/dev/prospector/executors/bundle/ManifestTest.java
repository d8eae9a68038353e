package dev.prospector.executors.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.prospector.executors.sampling.FlowSchedule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  private static final String HASH = "0123456789abcdef".repeat(4);

  @Test
  void readsNestedKeys() {
    Manifest manifest =
        parse(
            "{\"format\": 1, \"text\": {\"length\": 14}, \"guidance\": 2.5,",
            " \"kinds\": [\"a\", \"b\"], \"sigmas\": [2, 0.5], \"sha256\": {\"n.pt\": \""
                + HASH
                + "\"}}");
    assertThat(manifest.integer("text.length")).isEqualTo(14);
    assertThat(manifest.number("guidance")).isEqualTo(2.5);
    assertThat(manifest.strings("kinds")).containsExactly("a", "b");
    assertThat(manifest.numbers("sigmas")).containsExactly(2, .5);
    assertThat(manifest.sha256()).containsOnlyKeys("n.pt").containsValue(HASH);
    assertThat(manifest.has("text.tokenizer")).isFalse();
  }

  @Test
  void missingKeyNamesTheLineOfTheObjectThatLacksIt() {
    Manifest manifest = parse("{\"format\": 1,", "\"name\": \"x\",", "\"text\": {", "}}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> manifest.integer("text.length"))
        .withMessage("m.json: line 3: key 'text.length' missing, expected a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> manifest.string("input.height"))
        .withMessage("m.json: line 1: key 'input.height' missing, expected a string");
  }

  @Test
  void itemsOfListsAreNumbered() {
    Manifest manifest = parse("{\"text\": {\"tokenizers\": [", "{\"length\": 7},", "{}]}}");
    assertThat(manifest.items("text.tokenizers")).isEqualTo(2);
    assertThat(manifest.positive("text.tokenizers.0.length")).isEqualTo(7);
    assertThat(manifest.has("text.tokenizers.2.length")).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> manifest.positive("text.tokenizers.1.length"))
        .withMessage("m.json: line 3: key 'text.tokenizers.1.length' missing, expected a number");
  }

  @Test
  void whatIsBuiltFromAKeyComplainsOfItsLine() {
    Manifest manifest = parse("{", "\"schedule\": {\"shift\": 0}}");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                manifest.built(
                    "schedule", () -> new FlowSchedule(manifest.number("schedule.shift"))))
        .withMessage("m.json: line 2: key 'schedule': shift 0.0, expected a number above 0");
  }

  @Test
  void wrongTypeNamesTheLineAndWhatStandsThere() {
    Manifest manifest = parse("{\"format\": 1,", "\"length\": \"14\",", "\"steps\": 1.5}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> manifest.integer("length"))
        .withMessage("m.json: line 2: key 'length' was \"14\", expected a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> manifest.integer("steps"))
        .withMessage("m.json: line 3: key 'steps' was 1.5, expected a whole number");
  }

  @Test
  void otherFormatsAndBrokenJsonAreRefused(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("m.json"), "{\n\"format\": 2}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Manifest.read(file, 1))
        .withMessage(file + ": line 2: key 'format' was 2, expected 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Manifest.read(file, 3, 4))
        .withMessage(file + ": line 2: key 'format' was 2, expected 3 or 4");
    assertThat(Manifest.read(file, 2, 3).integer("format")).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("{\"format\": 1,", "\"name\": }"))
        .withMessageContaining("m.json: 2:")
        .withMessageContaining("expected JSON");
  }

  @Test
  void hashesOfFilesOutsideTheDirectoryAreRefused() {
    for (String name : new String[] {"../up.pt", "a/../../up.pt", "/up.pt"}) {
      Manifest manifest =
          parse("{\"format\": 1, \"sha256\": {", "\"" + name + "\": \"" + HASH + "\"}}");
      assertThatIllegalArgumentException()
          .isThrownBy(manifest::sha256)
          .withMessageStartingWith("m.json: line 2: key 'sha256." + name + "'")
          .withMessageEndingWith("expected a file inside the manifest's directory");
    }
  }

  @Test
  void absentManifestIsNamed(@TempDir Path directory) {
    Path absent = directory.resolve("bundle.json");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Manifest.read(absent, 1))
        .withMessage(absent + ": no such file, expected a manifest in JSON");
  }

  private static Manifest parse(String... lines) {
    return Manifest.parse("m.json", String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }
}
