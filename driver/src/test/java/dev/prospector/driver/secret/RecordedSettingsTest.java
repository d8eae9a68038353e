package dev.prospector.driver.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordedSettingsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ObjectNode recorded(Redaction redaction, Map<String, ?> settings) {
    ObjectNode written = JSON.valueToTree(redaction.settings(settings));
    RecordedSettings.mark(written, redaction.variables());
    return written;
  }

  @Test
  void whatTheEnvironmentHasComesBackAndTheRestIsNamed() {
    String path = System.getenv("PATH");
    Redaction redaction = new Redaction();
    redaction.learnVariable("PATH", path);
    redaction.learnVariable("NO_SUCH_VARIABLE", "gone");
    Map<String, Object> settings =
        Map.of(
            "bundle",
            path,
            "negative-prompt",
            "costs ${HOME}",
            "features",
            "gone/x",
            "wave",
            10,
            "spark",
            Map.of("a.secret", "x", "jars", path + "/a.jar"));
    ObjectNode written = recorded(redaction, settings);
    assertThat(written.toString()).doesNotContain(path).doesNotContain("gone");

    RecordedSettings read = RecordedSettings.of(written);
    assertThat(read.settings())
        .isEqualTo(
            JSON.valueToTree(
                Map.of(
                    "bundle",
                    path,
                    "negative-prompt",
                    "costs ${HOME}",
                    "wave",
                    10,
                    "spark",
                    Map.of("jars", path + "/a.jar"))));
    assertThat(read.withheld())
        .containsOnly(
            Map.entry("features", "came from the environment's NO_SUCH_VARIABLE, which is not set"),
            Map.entry("spark.a.secret", "was not recorded, since it is secret"));
  }

  @Test
  void whereNothingIsSecretNothingIsAdded() {
    Map<String, Object> settings = Map.of("bundle", "shapes-b", "spark", Map.of("a", "b"));
    assertThat(recorded(new Redaction(), settings)).isEqualTo(JSON.valueToTree(settings));
  }
}
