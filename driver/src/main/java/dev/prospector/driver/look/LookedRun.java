package dev.prospector.driver.look;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.search.Looks;
import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.SearchTarget;
import dev.prospector.driver.secret.RecordedSettings;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Readout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A run whose candidates were looked at on their way and walked to their ends all the same. */
public final class LookedRun {
  /** With fewer prompts nobody is told from chance. */
  private static final int LEAST_PROMPTS = 10;

  /** Of those that were begun; some may have failed. */
  private static final double LEAST_FINISHED = 0.9;

  private final RunDirectory directory;
  private final Configuration conf;
  private final RunCommits commits;
  private final Objective objective;
  private final SortedMap<String, SortedMap<CandidateId, Step>> steps = new TreeMap<>();
  private List<Double> levels = List.of();

  /** What of a logged candidate counts. */
  private record Step(CandidateId parent, double sigma, boolean ends, double value) {}

  private LookedRun(
      RunDirectory directory, Configuration conf, RunCommits commits, Objective objective) {
    this.directory = directory;
    this.conf = conf;
    this.commits = commits;
    this.objective = objective;
  }

  /**
   * Learns what its looks are worth.
   *
   * @throws InvalidInputException if it has none, or most of what it looked at has no end
   * @throws IOException if a file can't be read
   */
  public static LookModel learn(RunDirectory directory, Configuration conf) throws IOException {
    RunRecord record = RunRecordFile.read(directory, conf);
    SearchTarget target = SearchTarget.parse(record.verifiers().by());
    if (!record.algorithm().equals("pruning")) {
      throw new InvalidInputException(
          "%s: its algorithm was %s, expected pruning, which looks at candidates on their way"
              .formatted(directory.root(), record.algorithm()));
    }
    if (target.verifiers().isEmpty() || target.objective().dependsOnPool()) {
      throw new InvalidInputException(
          "%s: its verifier was %s, expected a run by a verifier or a sum, whose scores mean the same in any company"
              .formatted(directory.root(), record.verifiers().by()));
    }
    LookedRun run =
        new LookedRun(directory, conf, RunCommits.of(directory, conf), target.objective());
    run.read();
    List<Course> courses = run.courses(run.categories());
    return LookTraining.fit(
        Conditions.of(
            RecordedSettings.of(record.configuration()).settings(),
            record.bundle().name(),
            record.bundle().sha256()),
        run.levels,
        courses);
  }

  private void read() throws IOException {
    for (Path log : commits.logs()) {
      try (Rows<LoggedCandidate> rows = RoundLog.read(log, conf)) {
        while (rows.hasNext()) {
          LoggedCandidate row = rows.next();
          if (row.error() == null && row.readout() != Readout.NOTHING) {
            steps
                .computeIfAbsent(row.promptId(), id -> new TreeMap<>())
                .put(
                    new CandidateId(0, row.round(), row.index()),
                    new Step(
                        row.parent(),
                        row.legs().get(row.legs().size() - 1).sigmaTo(),
                        row.readout() == Readout.IMAGE,
                        objective.values(List.of(row.scores()))[0]));
          }
        }
      }
    }
  }

  private Map<String, String> categories() throws IOException {
    Map<String, String> categories = new HashMap<>();
    for (Path part : commits.results()) {
      try (Rows<ResultRow> rows = ResultFile.readWithoutImages(part, conf)) {
        while (rows.hasNext()) {
          ResultRow row = rows.next();
          categories.put(row.promptId(), row.columns().get(LookModel.CATEGORY));
        }
      }
    }
    return categories;
  }

  private List<Course> courses(Map<String, String> categories) {
    List<Course> courses = new ArrayList<>();
    int begun = 0;
    int ended = 0;
    for (Map.Entry<String, SortedMap<CandidateId, Step>> prompt : steps.entrySet()) {
      Map<CandidateId, Step> all = prompt.getValue();
      double[] first =
          all.values().stream()
              .filter(one -> one.parent == null && !one.ends)
              .mapToDouble(Step::value)
              .toArray();
      List<List<Double>> looks = new ArrayList<>();
      List<Double> ends = new ArrayList<>();
      for (Step end : all.values()) {
        if (end.ends && end.parent != null) {
          looks.add(looks(end, all));
          ends.add(end.value);
        }
      }
      begun += first.length;
      ended += ends.size();
      if (first.length > 0) {
        Looks seen = Looks.first(first);
        courses.add(
            new Course(
                categories.get(prompt.getKey()),
                new Looks(seen.begun(), seen.mean(), seen.deviation(), looks),
                ends));
      }
    }
    requireEnds(begun, ended);
    List<Course> decided =
        courses.stream().filter(one -> one.ends().size() > 1 && one.deviation() > 0).toList();
    if (decided.size() < LEAST_PROMPTS) {
      throw new InvalidInputException(
          "%s: has %d prompts whose candidates' final scores differ, expected at least %d"
              .formatted(directory.root(), decided.size(), LEAST_PROMPTS));
    }
    return decided;
  }

  /** A finished candidate's looks, the first one first. */
  private List<Double> looks(Step end, Map<CandidateId, Step> all) {
    List<Double> values = new ArrayList<>();
    List<Double> sigmas = new ArrayList<>();
    for (Step look = all.get(end.parent); look != null; look = parent(look, all)) {
      values.add(0, look.value);
      sigmas.add(0, look.sigma);
    }
    levels = sigmas;
    return values;
  }

  private static Step parent(Step look, Map<CandidateId, Step> all) {
    return look.parent == null ? null : all.get(look.parent);
  }

  private void requireEnds(int begun, int ended) {
    if (begun == 0 || ended < LEAST_FINISHED * begun) {
      throw new InvalidInputException(
          "%s: of %d candidates that were looked at on their way %d have an end, expected all: a run of algorithm pruning with prune-keep 1 for each look"
              .formatted(directory.root(), begun, ended));
    }
  }
}
