package dev.prospector.executors.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
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
  void otherFormatsAndBrokenJsonAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("{", "\"format\": 2}"))
        .withMessage("m.json: line 2: key 'format' was 2, expected 1");
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
        .isThrownBy(() -> Manifest.read(absent))
        .withMessage(absent + ": no such file, expected a manifest in JSON");
  }

  private static Manifest parse(String... lines) {
    return Manifest.parse("m.json", String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }
}
