package dev.prospector.driver.provenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.prospector.driver.record.LegsJson;
import dev.prospector.driver.record.LineageJson;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.engine.ModelSpec;
import dev.prospector.executors.engine.Placement;
import dev.prospector.executors.image.InitImage;
import dev.prospector.executors.input.BoundedJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link Provenance} as JSON on one line. Secrets are not written. */
final class ProvenanceJson {
  private static final int FORMAT = 1;
  private static final JsonMapper JSON = BoundedJson.mapper().build();

  private ProvenanceJson() {}

  static String write(Provenance image) {
    EngineSpec engine = image.origin().engine();
    ModelSpec model = engine.model();
    ObjectNode json = JSON.createObjectNode().put("format", FORMAT);
    json.put("prompt_id", image.prompt().id()).put("prompt", image.prompt().text());
    json.set("columns", JSON.valueToTree(drawing(image.prompt(), model.initImage())));
    json.put("bundle", image.bundle());
    json.set("sha256", JSON.valueToTree(image.origin().sha256()));
    json.set("size", JSON.valueToTree(model.size()));
    json.put("negative_prompt", model.negative());
    json.set("init_image", JSON.valueToTree(model.initImage()));
    json.put("sampler", engine.sampler());
    json.set(
        "sampler_options", JSON.valueToTree(new Redaction().settings(engine.samplerOptions())));
    json.put("guidance", engine.guidance()).put("batch", engine.batch());
    json.set("placement", JSON.valueToTree(engine.placement()));
    json.putRawValue("lineage", new RawValue(LineageJson.write(image.lineage())));
    json.putRawValue("legs", new RawValue(LegsJson.write(image.legs())));
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The columns that an image depends on. */
  private static Map<String, String> drawing(Prompt prompt, InitImage start) {
    Map<String, String> columns = new LinkedHashMap<>();
    List<String> names =
        start == null
            ? List.of(Prompt.NEGATIVE)
            : List.of(Prompt.NEGATIVE, start.column(), InitImage.SHA256);
    for (String name : names) {
      if (prompt.columns().get(name) != null) {
        columns.put(name, prompt.columns().get(name));
      }
    }
    return columns;
  }

  /**
   * Reads it back.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static Provenance read(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (json.path("format").asInt() != FORMAT) {
        throw new IllegalArgumentException(
            "what it says of itself has format %s, expected %d"
                .formatted(json.path("format"), FORMAT));
      }
      ModelSpec model =
          new ModelSpec(
              required(json, "bundle").asText(),
              readOrNull(json, "size", new TypeReference<ImageSize>() {}),
              required(json, "negative_prompt").asText(),
              false,
              readOrNull(json, "init_image", new TypeReference<InitImage>() {}));
      EngineSpec engine =
          new EngineSpec(
              model,
              required(json, "sampler").asText(),
              read(json, "sampler_options", new TypeReference<Map<String, String>>() {}),
              required(json, "guidance").asDouble(),
              List.of(),
              0,
              Map.of(),
              "",
              false,
              required(json, "batch").asInt(),
              read(json, "placement", new TypeReference<Placement>() {}));
      return new Provenance(
          new Origin(engine, read(json, "sha256", new TypeReference<Map<String, String>>() {})),
          new Prompt(
              0,
              required(json, "prompt_id").asText(),
              required(json, "prompt").asText(),
              read(json, "columns", new TypeReference<Map<String, String>>() {})),
          LineageJson.read(required(json, "lineage").toString()),
          LegsJson.read(required(json, "legs").toString()));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "what it says of itself can't be read: " + e.getMessage(), e);
    }
  }

  private static JsonNode required(JsonNode json, String key) {
    if (!json.hasNonNull(key)) {
      throw new IllegalArgumentException("what it says of itself has no " + key);
    }
    return json.get(key);
  }

  private static <T> T read(JsonNode json, String key, TypeReference<T> type) throws IOException {
    return JSON.readerFor(type).readValue(required(json, key));
  }

  private static <T> T readOrNull(JsonNode json, String key, TypeReference<T> type)
      throws IOException {
    return json.path(key).isNull() ? null : read(json, key, type);
  }
}
