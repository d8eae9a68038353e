package dev.prospector.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.record.Fingerprint;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.rounds.RunPlan;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.engine.Natives;
import dev.prospector.executors.model.ModelBundle;
import dev.prospector.jobs.config.SearchConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.package$;

/** What is written of a run before it starts. */
final class RunRecords {
  private RunRecords() {}

  static RunRecord begin(SearchConfig config, RunPlan plan, ModelBundle bundle, int prompts) {
    ObjectNode decisive = decisive(plan);
    ObjectNode whole = decisive.deepCopy();
    whole.put("prompts", config.prompts().orElse("the demo's"));
    whole.put("prompt_count", prompts);
    whole.put("out", config.out().orElseThrow());
    whole.put("images", plan.images());
    config.master().ifPresent(master -> whole.put("master", master));
    ObjectNode spark = whole.putObject("spark");
    config.spark().forEach(spark::put);
    List<String> verifiers = plan.engine().verifiers();
    return new RunRecord(
        RunRecord.Status.RUNNING,
        Fingerprint.of(decisive),
        new RunRecord.Bundle(bundle.name(), bundle.sha256()),
        config.seed(),
        config.algorithm(),
        plan.nfe(),
        new RunRecord.Verifiers(verifiers.subList(0, 1), verifiers.subList(1, verifiers.size())),
        RunRecord.Totals.NONE,
        versions(),
        whole);
  }

  /** What results depend on. */
  private static ObjectNode decisive(RunPlan plan) {
    EngineSpec engine = plan.engine();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("bundle", engine.bundle());
    node.put("algorithm", plan.algorithm().name());
    engine.verifiers().forEach(node.putArray("verifiers")::add);
    node.put("nfe", plan.nfe());
    node.put("top_k", plan.space().k());
    node.put("seed", plan.space().runSeed());
    node.put("sampler", engine.sampler());
    node.put("steps", engine.steps());
    node.put("guidance", engine.guidance());
    node.put("batch", engine.batch());
    node.put("wave", plan.waveSize());
    return node;
  }

  /** The engine of a run that was, for replays. */
  static EngineSpec engine(RunRecord record) {
    var node = record.configuration();
    List<String> verifiers = new java.util.ArrayList<>(record.verifiers().searched());
    verifiers.addAll(record.verifiers().heldOut());
    return new EngineSpec(
        node.path("bundle").asText(),
        node.path("sampler").asText(),
        node.path("steps").asInt(),
        node.path("guidance").asDouble(),
        verifiers,
        node.path("batch").asInt());
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("prospector", Version.prospector());
    versions.put("spark", package$.MODULE$.SPARK_VERSION());
    versions.put("djl", Natives.djl());
    versions.put("pytorch", Natives.pytorch());
    versions.put("java", System.getProperty("java.runtime.version"));
    return versions;
  }
}
