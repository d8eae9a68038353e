package dev.prospector.driver.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.Fingerprint;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.run.SearchPlan;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.settings.SettingValues;
import dev.prospector.executors.settings.SettingValues.Given;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is written of a run before it starts, and read of it when it is taken up again. */
final class RunRecords {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private RunRecords() {}

  /**
   * What a search is.
   *
   * @param remembered what else is to stand in its configuration; results don't depend on it
   */
  static RunRecord begin(PlannedSearch search, Map<String, ?> remembered) {
    ObjectNode configuration = JSON.valueToTree(search.spec().values());
    SearchPlan plan = search.plan();
    List<String> verifiers = plan.verifiers();
    String fingerprint = Fingerprint.of(configuration);
    configuration.setAll((ObjectNode) JSON.valueToTree(remembered));
    return new RunRecord(
        RunRecord.FORMAT,
        RunRecord.Status.RUNNING,
        null,
        fingerprint,
        new RunRecord.Bundle(search.bundle().name(), search.bundle().sha256()),
        new RunRecord.Prompts(search.prompts().size(), fingerprint(search.prompts())),
        search.spec().target().seed(),
        search.spec().target().algorithm(),
        plan.nfe(),
        new RunRecord.Verifiers(
            plan.isScoredByCaller() ? SearchPlan.CALLER : search.spec().target().verifier(),
            verifiers.subList(0, plan.searched()),
            verifiers.subList(plan.searched(), verifiers.size())),
        RunRecord.Totals.NONE,
        null,
        Versions.all(),
        configuration);
  }

  /** The spec that a run recorded; what else its configuration holds is left out. */
  static SearchSpec spec(RunRecord record) {
    SettingValues values = SearchSpec.noValues();
    Map<String, Given> recorded = new LinkedHashMap<>();
    record
        .configuration()
        .fields()
        .forEachRemaining(
            field -> {
              if (values.knows(field.getKey())) {
                recorded.put(
                    field.getKey(), Given.of(JSON.convertValue(field.getValue(), Object.class)));
              }
            });
    values.lay(recorded);
    Problems problems = new Problems();
    SearchSpec spec = SearchSpec.read(values, problems);
    problems.throwIfAny();
    return spec;
  }

  /** What keeps the one run from being gone on with as the other, each in a sentence. */
  static List<String> differences(RunRecord recorded, RunRecord now) {
    List<String> differences = new ArrayList<>();
    Set<String> decisive = SearchSpec.noValues().names();
    compare(recorded.configuration(), now.configuration(), decisive, "", differences);
    JsonNode files = JSON.valueToTree(recorded.bundle().sha256());
    JsonNode filesNow = JSON.valueToTree(now.bundle().sha256());
    compare(files, filesNow, null, "sha256 of the bundle's ", differences);
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
      JsonNode recorded,
      JsonNode now,
      Set<String> decisive,
      String prefix,
      List<String> differences) {
    Map<String, JsonNode> keys = new TreeMap<>();
    recorded.fields().forEachRemaining(field -> keys.put(field.getKey(), field.getValue()));
    now.fields().forEachRemaining(field -> keys.putIfAbsent(field.getKey(), field.getValue()));
    Set<String> compared = decisive == null ? keys.keySet() : new TreeSet<>(decisive);
    for (String key : keys.keySet()) {
      String was = text(recorded.path(key));
      String is = text(now.path(key));
      if (compared.contains(key) && !was.equals(is)) {
        differences.add("%s%s: the run has %s, now it is %s".formatted(prefix, key, was, is));
      }
    }
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.toString();
  }

  private static String fingerprint(List<Prompt> prompts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Prompt prompt : prompts) {
      ObjectNode columns = array.addArray().add(prompt.id()).add(prompt.text()).addObject();
      prompt.columns().forEach(columns::put);
    }
    return Fingerprint.of(array);
  }
}
