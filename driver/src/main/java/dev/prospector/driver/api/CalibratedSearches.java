package dev.prospector.driver.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.driver.calibration.CalibratedSearch;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.bundle.Checksums;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What of a search decides what a score means. */
final class CalibratedSearches {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String OPTIONS = "verifier-options";

  /** Keys besides the verifier and the bundle, whose files are compared. */
  private static final List<String> KEYS =
      List.of(
          "height",
          "width",
          "negative-prompt",
          "init-image",
          "strength",
          "algorithm",
          "sampler",
          "sampler-options",
          "steps",
          "guidance",
          "decode-tiles");

  private CalibratedSearches() {}

  /**
   * Of a search whose settings are resolved.
   *
   * @param settings by key, as {@code run.json} has them
   * @param verifier whose score it is
   */
  static CalibratedSearch of(RunRecord.Bundle bundle, Map<String, ?> settings, String verifier) {
    JsonNode shown = JSON.valueToTree(new Redaction().settings(settings));
    SortedMap<String, String> decisive = new TreeMap<>();
    for (String key : KEYS) {
      if (shown.hasNonNull(key)) {
        decisive.put(key, text(shown.path(key)));
      }
    }
    shown
        .path(OPTIONS)
        .fields()
        .forEachRemaining(
            option -> {
              if (option.getKey().startsWith(verifier + ".")) {
                decisive.put(OPTIONS + "." + option.getKey(), hash(option.getValue()));
              }
            });
    return new CalibratedSearch(bundle.name(), new TreeMap<>(bundle.sha256()), verifier, decisive);
  }

  /** An option may have come from the environment, of which files hold nothing. */
  private static String hash(JsonNode value) {
    return "sha256 " + Checksums.of(value.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
