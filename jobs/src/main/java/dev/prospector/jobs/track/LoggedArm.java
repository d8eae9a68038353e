package dev.prospector.jobs.track;

import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.driver.sweep.Observation;
import dev.prospector.driver.sweep.SweepRecord;
import dev.prospector.executors.bundle.Checksums;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a tracking server is told of an arm, but for its curves and its page.
 *
 * @param derived whether it has none of these, since another run tells of it
 * @param run the one that tells of it
 * @param params the settings in which arms differ
 * @param metrics what it came to and cost, all finite
 * @param tags what it is
 * @param began when its run did, in milliseconds since 1970
 * @param ended when that was committed
 */
record LoggedArm(
    String name,
    boolean derived,
    RunDirectory run,
    SortedMap<String, String> params,
    SortedMap<String, Double> metrics,
    SortedMap<String, String> tags,
    long began,
    long ended) {
  /** By this tag an arm is found again: the same search in the same sweep. */
  static final String KEY = "prospector.key";

  /** This tag says what was logged, once all of it was. */
  static final String LOGGED = "prospector.logged";

  /** MLflow's, of names; on Windows without the colon. */
  private static final Pattern FOREIGN =
      Pattern.compile("[^\\w/. -]", Pattern.UNICODE_CHARACTER_CLASS);

  /**
   * Reads it.
   *
   * @param sweep its directory, as it is called from everywhere
   * @param arm one whose run is done
   * @param observations of this arm
   */
  static LoggedArm read(
      Path sweep,
      SweepRecord.Entry arm,
      List<Observation> observations,
      Redaction redaction,
      Configuration conf)
      throws IOException {
    RunDirectory run = arm.directory(sweep.toString());
    RunRecord record = RunRecordFile.read(run, conf);
    SortedMap<String, String> params = new TreeMap<>();
    arm.settings().forEach((key, value) -> params.put(named(key), value));
    params.values().removeIf(String::isEmpty);
    SortedMap<String, String> tags = new TreeMap<>();
    String key = String.join("\n", sweep.toString(), arm.name(), record.identity());
    tags.put(KEY, Checksums.of(key.getBytes(StandardCharsets.UTF_8)));
    tags.put("prospector.sweep", redaction.text(sweep.toString()));
    tags.put("prospector.arm", arm.name());
    tags.put("prospector.run", redaction.text(run.root().toString()));
    tags.put("prospector.derived", String.valueOf(arm.derived()));
    tags.put("prospector.version", record.versions().getOrDefault("prospector", "unknown"));
    FileSystem files = run.files(conf);
    long ended = files.getFileStatus(run.success()).getModificationTime();
    long began =
        files.exists(run.begunRecord())
            ? files.getFileStatus(run.begunRecord()).getModificationTime()
            : ended;
    return new LoggedArm(
        arm.name(),
        arm.derived(),
        run,
        params,
        metrics(arm, observations, record),
        tags,
        began,
        ended);
  }

  private static SortedMap<String, Double> metrics(
      SweepRecord.Entry arm, List<Observation> observations, RunRecord record) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    double prompts = Math.max(1, record.prompts().count());
    for (Observation one : observations) {
      metrics.put(named(metric(one.metric())), one.mean());
      metrics.put("nfe", one.nfe() / prompts);
      metrics.put("nfe_total", (double) one.nfe());
      metrics.put("candidates", one.candidates());
    }
    if (!arm.derived()) {
      metrics.put("seconds", record.totals().deviceSeconds() / prompts);
    }
    metrics.values().removeIf(value -> !Double.isFinite(value));
    return metrics;
  }

  /** Metrics with a slash stand together on the server's pages. */
  private static String metric(String observed) {
    return observed.equals(Observation.VENDI)
        ? observed
        : observed.startsWith(Observation.right(""))
            ? "right/" + observed.substring(Observation.right("").length())
            : "mean/" + observed;
  }

  /** As the server allows names. */
  static String named(String name) {
    return FOREIGN.matcher(name).replaceAll("_");
  }

  /** One word for all of it. */
  String content() {
    List<Map<String, ?>> all = new ArrayList<>(List.of(params, metrics, tags));
    return Checksums.of(all.toString().getBytes(StandardCharsets.UTF_8));
  }
}
