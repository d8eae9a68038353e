package dev.prospector.driver.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.Fingerprint;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.run.SearchPlan;
import dev.prospector.driver.secret.RecordedSettings;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.Trials;
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

  /** Of executors, among versions: what trials of another precision were drawn with. */
  private static final String INSTRUCTIONS = "instructions";

  private RunRecords() {}

  /**
   * What a search is.
   *
   * @param remembered what else is to stand in its configuration; results don't depend on it
   * @param redaction what must not stand there
   */
  static RunRecord begin(PlannedSearch search, Map<String, ?> remembered, Redaction redaction) {
    Map<String, Object> values = search.spec().values();
    // What variables say counts, by its hash; what is secret may change from day to day.
    String fingerprint = Fingerprint.of(JSON.valueToTree(new Redaction().settings(values)));
    ObjectNode configuration = JSON.valueToTree(redaction.settings(values));
    configuration.setAll((ObjectNode) JSON.valueToTree(redaction.settings(remembered)));
    RecordedSettings.mark(configuration, redaction.variables());
    SearchPlan plan = search.plan();
    List<String> verifiers = plan.verifiers();
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
            plan.isScoredByCaller()
                ? SearchPlan.CALLER
                : search.spec().target().verifier().orElseThrow(),
            verifiers.subList(0, plan.searched()),
            verifiers.subList(plan.searched(), verifiers.size())),
        RunRecord.Totals.NONE,
        null,
        versions(plan.engine().model().trials()),
        configuration,
        null);
  }

  /** What it stands on; where trials have a precision of their own, the instructions for it too. */
  private static Map<String, String> versions(Trials trials) {
    Map<String, String> versions = Versions.all();
    if (trials.differ()) {
      versions.put(INSTRUCTIONS, trials.instructions());
    }
    return versions;
  }

  /**
   * The spec that a run recorded; what else its configuration holds is left out, and so are secret
   * options.
   *
   * @throws InvalidInputException if a key of it was not recorded, or the environment no longer has
   *     its value
   */
  static SearchSpec spec(RunRecord record) {
    SettingValues values = SearchSpec.noValues();
    Problems problems = new Problems();
    RecordedSettings restored = RecordedSettings.of(record.configuration());
    restored.withheld().entrySet().stream()
        .filter(key -> values.names().contains(key.getKey()))
        .forEach(key -> problems.add("key '%s' %s".formatted(key.getKey(), key.getValue())));
    problems.throwIfAny();
    Map<String, Given> recorded = new LinkedHashMap<>();
    restored
        .settings()
        .fields()
        .forEachRemaining(
            field -> {
              if (values.knows(field.getKey())) {
                recorded.put(
                    field.getKey(), Given.of(JSON.convertValue(field.getValue(), Object.class)));
              }
            });
    values.lay(recorded);
    SearchSpec spec = SearchSpec.read(values, problems);
    problems.throwIfAny();
    return spec;
  }

  /**
   * What keeps the one run from being gone on with as the other, besides their prompts, each in a
   * sentence.
   */
  static List<String> differences(RunRecord recorded, RunRecord now) {
    List<String> differences = new ArrayList<>();
    Set<String> decisive = SearchSpec.noValues().names();
    RecordedSettings restored = RecordedSettings.of(recorded.configuration());
    Map<String, Object> before =
        JSON.convertValue(restored.resolved(), new TypeReference<Map<String, Object>>() {});
    JsonNode shown = JSON.valueToTree(new Redaction().settings(before));
    compare(shown, now.configuration(), decisive, "", differences);
    if (differences.isEmpty() && !recorded.fingerprint().equals(now.fingerprint())) {
      differences.add(
          "the environment: it says something else of %s than when the run began"
              .formatted(
                  String.join(", ", restored.variablesOf(decisive, recorded.configuration()))));
    }
    String began = recorded.versions().getOrDefault(INSTRUCTIONS, "");
    String goesOn = now.versions().getOrDefault(INSTRUCTIONS, "");
    if (!began.isEmpty() && !goesOn.isEmpty() && !began.equals(goesOn)) { // Asked of executors.
      differences.add(
          "%s: the run has %s, now it is %s, which rounds differently"
              .formatted(INSTRUCTIONS, began, goesOn));
    }
    compareFiles(recorded.bundle(), now.bundle(), differences);
    return differences;
  }

  /** The same of their prompts alone. */
  static List<String> differences(RunRecord.Prompts recorded, RunRecord.Prompts now) {
    return recorded.equals(now)
        ? List.of()
        : List.of(
            "prompts: the run has %d with fingerprint %.12s, now there are %d with %.12s"
                .formatted(recorded.count(), recorded.sha256(), now.count(), now.sha256()));
  }

  /**
   * What keeps the one run's candidates from being the other's, each in a sentence.
   *
   * @param decisive keys
   */
  static List<String> differences(RunRecord recorded, RunRecord now, Set<String> decisive) {
    List<String> differences = new ArrayList<>();
    compare(recorded.configuration(), now.configuration(), decisive, "", differences);
    RunRecord.Bundle was = recorded.bundle();
    RunRecord.Bundle is = now.bundle();
    if (was.name().equals(is.name())) {
      compareFiles(was, is, differences);
    } else if (!was.sha256().equals(is.sha256())) {
      differences.add("bundle: the run has %s, now it is %s".formatted(was.name(), is.name()));
    }
    return differences;
  }

  private static void compareFiles(
      RunRecord.Bundle recorded, RunRecord.Bundle now, List<String> differences) {
    JsonNode files = JSON.valueToTree(recorded.sha256());
    JsonNode filesNow = JSON.valueToTree(now.sha256());
    compare(files, filesNow, null, "sha256 of the bundle's ", differences);
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
      if (!compared.contains(key)) {
        continue;
      }
      if (recorded.path(key).isObject() && now.path(key).isObject()) {
        String within = prefix + key + ".";
        compare(recorded.path(key), now.path(key), null, within, differences);
        continue;
      }
      String was = text(recorded.path(key));
      String is = text(now.path(key));
      if (!was.equals(is)) {
        // Who typed candidates did not type this.
        String remark = (prefix + key).equals("budget") ? " (what candidates come to in NFE)" : "";
        differences.add(
            "%s%s%s: the run has %s, now it is %s".formatted(prefix, key, remark, was, is));
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
