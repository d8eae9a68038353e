package dev.prospector.jobs.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.record.Fingerprint;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.run.SearchPlan;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.engine.ModelSpec;
import dev.prospector.executors.engine.Placement;
import dev.prospector.executors.image.InitImage;
import dev.prospector.executors.model.LibTorch;
import dev.prospector.jobs.config.SearchConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.package$;

/** What is written of a run before it starts, and read of it when it is taken up again. */
final class RunRecords {
  /** Keys of the configuration that results don't depend on. */
  static final Set<String> INDECISIVE = Set.of("out", "master", "spark");

  private RunRecords() {}

  static RunRecord begin(
      SearchConfig config, SearchPlan plan, ModelBundle bundle, List<Prompt> prompts) {
    ObjectNode configuration = configuration(config, plan);
    List<String> verifiers = plan.engine().verifiers();
    int searched = plan.engine().searched();
    return new RunRecord(
        RunRecord.FORMAT,
        RunRecord.Status.RUNNING,
        Fingerprint.of(decisive(configuration)),
        new RunRecord.Bundle(bundle.name(), bundle.sha256()),
        new RunRecord.Prompts(prompts.size(), fingerprint(prompts)),
        config.seed(),
        config.algorithm(),
        plan.nfe(),
        new RunRecord.Verifiers(
            config.verifier(),
            verifiers.subList(0, searched),
            verifiers.subList(searched, verifiers.size())),
        RunRecord.Totals.NONE,
        null,
        versions(),
        configuration);
  }

  /** The resolved configuration, as {@code --config} would read it. */
  private static ObjectNode configuration(SearchConfig config, SearchPlan plan) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ModelSpec model = plan.engine().model();
    node.put("bundle", model.bundle());
    if (model.size() != null) {
      node.put("height", model.size().height()).put("width", model.size().width());
    }
    if (!model.negative().isEmpty()) {
      node.put("negative-prompt", model.negative());
    }
    node.put("unload-text-encoder", model.unloadsText());
    if (model.initImage() != null) {
      node.put("init-image", model.initImage().column());
      node.put("strength", model.initImage().strength());
    }
    config.prompts().ifPresent(prompts -> node.put("prompts", prompts));
    node.put("out", config.out().orElseThrow());
    node.put("images", config.images());
    node.put("algorithm", config.algorithm());
    ObjectNode algorithmOptions = node.putObject("algorithm-options");
    config.algorithmOptions().forEach(algorithmOptions::put);
    node.put("verifier", config.verifier());
    ObjectNode verifierOptions = node.putObject("verifier-options");
    config.verifierOptions().forEach(verifierOptions::put);
    config.features().ifPresent(features -> node.put("features", features));
    if (config.heldOut().orElseThrow().isEmpty()) {
      node.put("held-out", "none");
    } else {
      config.heldOut().get().forEach(node.putArray("held-out")::add);
    }
    node.put("budget", plan.nfe());
    node.put("top-k", config.topK());
    node.put("seed", config.seed());
    node.put("sampler", plan.engine().sampler());
    node.put("steps", plan.space().finalSteps());
    node.put("search-steps", plan.space().steps());
    node.put("guidance", plan.engine().guidance());
    node.put("batch", plan.engine().batch());
    Placement placement = plan.engine().placement();
    ObjectNode devices = node.putObject("devices");
    placement.devices().forEach(devices::put);
    if (placement.decodeTile() > 0) {
      node.put("decode-tiles", placement.decodeTile());
    }
    node.put("wave", plan.waveSize());
    config.master().ifPresent(master -> node.put("master", master));
    ObjectNode spark = node.putObject("spark");
    config.spark().forEach((key, value) -> spark.put(key.replaceFirst("^spark\\.", ""), value));
    return node;
  }

  /** What results depend on. */
  private static ObjectNode decisive(ObjectNode configuration) {
    return configuration.deepCopy().remove(INDECISIVE);
  }

  /** What keeps the one run from being gone on with as the other, each in a sentence. */
  static List<String> differences(RunRecord recorded, RunRecord now) {
    List<String> differences = new ArrayList<>();
    compare(recorded.configuration(), now.configuration(), "", differences);
    JsonNodeFactory json = JsonNodeFactory.instance;
    ObjectNode files = json.objectNode();
    recorded.bundle().sha256().forEach(files::put);
    ObjectNode filesNow = json.objectNode();
    now.bundle().sha256().forEach(filesNow::put);
    compare(files, filesNow, "sha256 of the bundle's ", differences);
    if (!recorded.prompts().equals(now.prompts())) {
      differences.add(
          "prompts: the run has %d with fingerprint %.12s, now there are %d with %.12s"
              .formatted(
                  recorded.prompts().count(),
                  recorded.prompts().sha256(),
                  now.prompts().count(),
                  now.prompts().sha256()));
    }
    return differences;
  }

  private static void compare(
      JsonNode recorded, JsonNode now, String prefix, List<String> differences) {
    Map<String, JsonNode> keys = new TreeMap<>();
    recorded.fields().forEachRemaining(field -> keys.put(field.getKey(), field.getValue()));
    now.fields().forEachRemaining(field -> keys.putIfAbsent(field.getKey(), field.getValue()));
    for (String key : keys.keySet()) {
      String was = text(recorded.path(key));
      String is = text(now.path(key));
      if (!INDECISIVE.contains(key) && !was.equals(is)) {
        differences.add("%s%s: the run has %s, now it is %s".formatted(prefix, key, was, is));
      }
    }
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.toString();
  }

  private static String fingerprint(List<Prompt> prompts) {
    var array = JsonNodeFactory.instance.arrayNode();
    for (Prompt prompt : prompts) {
      ObjectNode columns = array.addArray().add(prompt.id()).add(prompt.text()).addObject();
      prompt.columns().forEach(columns::put);
    }
    return Fingerprint.of(array);
  }

  private static ModelSpec model(JsonNode node) {
    ImageSize size =
        node.has("height")
            ? new ImageSize(node.path("height").asInt(), node.path("width").asInt())
            : null;
    return new ModelSpec(
        node.path("bundle").asText(),
        size,
        node.path("negative-prompt").asText(),
        node.path("unload-text-encoder").asBoolean(),
        node.has("init-image")
            ? new InitImage(node.path("init-image").asText(), node.path("strength").asDouble())
            : null);
  }

  /** The engine of a run that was, for replays. */
  static EngineSpec engine(RunRecord record) {
    JsonNode node = record.configuration();
    List<String> verifiers = new ArrayList<>(record.verifiers().heldOut());
    verifiers.addAll(0, record.verifiers().searched());
    Map<String, String> options = new TreeMap<>();
    node.path("verifier-options")
        .fields()
        .forEachRemaining(option -> options.put(option.getKey(), option.getValue().asText()));
    Map<String, String> devices = new TreeMap<>();
    node.path("devices")
        .fields()
        .forEachRemaining(part -> devices.put(part.getKey(), part.getValue().asText()));
    return new EngineSpec(
        model(node),
        node.path("sampler").asText(),
        node.path("guidance").asDouble(),
        verifiers,
        record.verifiers().searched().size(),
        options,
        "",
        node.path("batch").asInt(),
        new Placement(devices, node.path("decode-tiles").asInt()));
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("prospector", Version.prospector());
    versions.put("spark", package$.MODULE$.SPARK_VERSION());
    versions.put("djl", LibTorch.djl());
    versions.put("pytorch", LibTorch.pytorch());
    versions.put("java", System.getProperty("java.runtime.version"));
    return versions;
  }
}
