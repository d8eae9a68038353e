package dev.prospector.jobs.track;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.driver.sweep.Observation;
import dev.prospector.driver.sweep.SweepRecord;
import dev.prospector.jobs.report.BestSoFar;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A sweep's arms as the runs of an experiment. An arm that is there is not logged again; one of
 * which a part is there gets the rest.
 */
public final class SweepLog {
  /** In one request. */
  private static final int MOST_METRICS = 1000;

  /** Or tags. */
  private static final int MOST_PARAMS = 100;

  private final TrackingServer server;
  private final Path sweep;
  private final Redaction redaction;
  private final Configuration conf;
  private int logged;
  private int there;
  private String elsewhere = "";

  private SweepLog(TrackingServer server, Path sweep, Redaction redaction, Configuration conf) {
    this.server = server;
    this.sweep = sweep;
    this.redaction = redaction;
    this.conf = conf;
  }

  /** A run on the server. */
  private record Found(String id, URI artifacts, String content, List<String> params) {}

  /**
   * Logs arms.
   *
   * @param out the sweep's directory
   * @param observations of the arms that are done
   * @return what was done, in a sentence
   * @throws NotLoggedException if the server does not take all of it; what it took is there
   * @throws IOException if a run can't be read
   */
  public static String log(
      TrackingServer server,
      Path out,
      SweepRecord record,
      List<Observation> observations,
      Redaction redaction,
      Configuration conf)
      throws NotLoggedException, IOException {
    Path whole = new RunDirectory(out).files(conf).makeQualified(out);
    return new SweepLog(server, whole, redaction, conf).log(record, observations);
  }

  private String log(SweepRecord record, List<Observation> observations)
      throws NotLoggedException, IOException {
    Map<String, List<Observation>> byArm = new LinkedHashMap<>();
    observations.forEach(
        one -> byArm.computeIfAbsent(one.arm(), arm -> new ArrayList<>()).add(one));
    try {
      String experiment = experiment();
      Map<String, Found> found = found(experiment);
      for (SweepRecord.Entry entry : record.arms()) {
        if (byArm.containsKey(entry.name())) {
          LoggedArm arm = LoggedArm.read(sweep, entry, byArm.get(entry.name()), redaction, conf);
          log(arm, experiment, Optional.ofNullable(found.get(arm.tags().get(LoggedArm.KEY))));
        }
      }
    } catch (NotLoggedException e) {
      throw new NotLoggedException(
          "%,d of %,d arms are logged to %s: %s; the same command logs the others"
              .formatted(logged + there, byArm.size(), server, e.getMessage()),
          e);
    }
    return "mlflow: %s, experiment %s: %,d arms logged, %,d there already%s"
        .formatted(server, sweep.getName(), logged, there, elsewhere);
  }

  private String experiment() throws NotLoggedException {
    String name = sweep.getName();
    Optional<JsonNode> found = server.find("experiments/get-by-name", "experiment_name", name);
    if (found.isEmpty()) {
      return server
          .create("experiments/create", json().put("name", name))
          .path("experiment_id")
          .asText();
    }
    JsonNode experiment = found.get().path("experiment");
    if (experiment.path("lifecycle_stage").asText().equals("deleted")) {
      throw new NotLoggedException(
          "experiment %s was deleted there, expected it to be restored or removed for good"
              .formatted(name));
    }
    return experiment.path("experiment_id").asText();
  }

  /** Runs by their keys; of several the first that was made. */
  private Map<String, Found> found(String experiment) throws NotLoggedException {
    Map<String, Found> found = new TreeMap<>();
    ObjectNode search = json().put("max_results", 1000);
    search.putArray("experiment_ids").add(experiment);
    search.putArray("order_by").add("attributes.start_time DESC");
    String page;
    do {
      JsonNode answer = server.post("runs/search", search);
      for (JsonNode run : answer.path("runs")) {
        Map<String, String> tags = pairs(run.path("data").path("tags"));
        found.put(
            tags.getOrDefault(LoggedArm.KEY, ""),
            found(run, tags.getOrDefault(LoggedArm.LOGGED, "")));
      }
      page = answer.path("next_page_token").asText();
      search.put("page_token", page);
    } while (!page.isEmpty());
    return found;
  }

  private static Found found(JsonNode run, String content) throws NotLoggedException {
    String artifacts = run.path("info").path("artifact_uri").asText();
    try {
      return new Found(
          run.path("info").path("run_id").asText(),
          URI.create(artifacts),
          content,
          List.copyOf(pairs(run.path("data").path("params")).keySet()));
    } catch (IllegalArgumentException e) {
      throw new NotLoggedException(
          "artefacts are at '%s', which is no URI".formatted(artifacts), e);
    }
  }

  private static Map<String, String> pairs(JsonNode array) {
    Map<String, String> pairs = new TreeMap<>();
    array.forEach(pair -> pairs.put(pair.path("key").asText(), pair.path("value").asText()));
    return pairs;
  }

  private void log(LoggedArm arm, String experiment, Optional<Found> found)
      throws NotLoggedException, IOException {
    if (found.isPresent() && found.get().content().equals(arm.content())) {
      there++;
      return;
    }
    Found run = found.isPresent() ? found.get() : begun(arm, experiment);
    params(arm, run);
    metrics(arm, run);
    batches(run, "tags", pairs(arm.tags()), MOST_PARAMS);
    if (!arm.derived()) {
      page(arm, run);
    }
    ObjectNode end = json().put("run_id", run.id()).put("status", "FINISHED");
    JsonNode unused = server.post("runs/update", end.put("end_time", arm.ended()));
    tag(run, LoggedArm.LOGGED, arm.content());
    logged++;
  }

  private Found begun(LoggedArm arm, String experiment) throws NotLoggedException {
    ObjectNode run = json().put("experiment_id", experiment).put("run_name", arm.name());
    run.put("start_time", arm.began());
    run.set("tags", pairs(Map.of(LoggedArm.KEY, arm.tags().get(LoggedArm.KEY))));
    return found(server.create("runs/create", run).path("run"), "");
  }

  /** Those that are not there: what a parameter is can't be changed. */
  private void params(LoggedArm arm, Found run) throws NotLoggedException {
    Map<String, String> left = new TreeMap<>(arm.params());
    left.keySet().removeAll(run.params());
    batches(run, "params", pairs(left), MOST_PARAMS);
  }

  /** The server keeps once what it is told twice, of the same time. */
  private void metrics(LoggedArm arm, Found run) throws NotLoggedException, IOException {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    arm.metrics().forEach((name, value) -> metric(all, name, value, 0, arm));
    if (!arm.derived()) {
      BestSoFar best = BestSoFar.read(arm.run(), conf);
      for (BestSoFar.Point point : best.points()) {
        for (int v = 0; v < best.verifiers().size(); v++) {
          String name = LoggedArm.named("best/" + best.verifiers().get(v));
          metric(all, name, point.means().get(v), Math.round(point.nfe()), arm);
        }
      }
    }
    batches(run, "metrics", all, MOST_METRICS);
  }

  private static void metric(ArrayNode all, String name, double value, long step, LoggedArm arm) {
    if (Double.isFinite(value)) {
      ObjectNode metric = all.addObject().put("key", name).put("value", value);
      metric.put("timestamp", arm.ended()).put("step", step);
    }
  }

  private void batches(Found run, String what, ArrayNode all, int most) throws NotLoggedException {
    for (int from = 0; from < all.size(); from += most) {
      ObjectNode batch = json().put("run_id", run.id());
      ArrayNode some = batch.putArray(what);
      for (int i = from; i < Math.min(all.size(), from + most); i++) {
        some.add(all.get(i));
      }
      JsonNode unused = server.post("runs/log-batch", batch);
    }
  }

  private void page(LoggedArm arm, Found run) throws NotLoggedException, IOException {
    FileSystem files = arm.run().files(conf);
    if (!files.exists(arm.run().report())) {
      return; // Somebody has removed it, as he may.
    }
    byte[] bytes;
    try (InputStream in = files.open(arm.run().report())) {
      bytes = in.readAllBytes();
    }
    if (!server.store(run.artifacts(), arm.run().report().getName(), "text/html", bytes)) {
      elsewhere =
          "; reports are not among their artefacts, which lie where this server takes none (%s)"
              .formatted(redaction.text(run.artifacts().toString()));
    }
  }

  private void tag(Found run, String key, String value) throws NotLoggedException {
    ObjectNode tag = json().put("run_id", run.id()).put("key", key).put("value", value);
    JsonNode unused = server.post("runs/set-tag", tag);
  }

  private static ArrayNode pairs(Map<String, String> pairs) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    pairs.forEach((key, value) -> array.addObject().put("key", key).put("value", value));
    return array;
  }

  private static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }
}
