package dev.prospector.driver.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.driver.budget.Mark;
import dev.prospector.driver.calibration.Calibration;
import dev.prospector.driver.calibration.Course;
import dev.prospector.driver.calibration.Judged;
import dev.prospector.driver.calibration.Verdict;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.secret.RecordedSettings;
import dev.prospector.executors.candidate.CandidateId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** From a run's log and a judge to a {@link Calibration}, without Spark. */
public final class RunCalibration {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final RunDirectory directory;
  private final RunRecord run;
  private final String verifier;
  private final Configuration conf;

  private RunCalibration(
      RunDirectory directory, RunRecord run, String verifier, Configuration conf) {
    this.directory = directory;
    this.run = run;
    this.verifier = verifier;
    this.conf = conf;
  }

  /**
   * Calibrates a verifier's score.
   *
   * @param directory of a run of {@code random} that has ended
   * @param by the verifier; empty for the one that was searched by
   * @param targets precisions, above 0 and below 1
   * @throws InvalidInputException if the run, the judge or what it says will not do
   * @throws IOException if a file can't be read
   */
  public static Calibration of(
      RunDirectory directory,
      Optional<String> by,
      Judge judge,
      List<Double> targets,
      Configuration conf)
      throws IOException {
    RunRecord run = RunRecordFile.read(directory, conf);
    String verifier = verifier(directory, run, by);
    JsonNode steps = run.configuration().path("steps");
    if (!run.algorithm().equals("random")
        || !run.configuration().path("search-steps").equals(steps)
        || run.configuration().hasNonNull("search-dtype")) {
      throw new InvalidInputException(
          "%s is of algorithm %s, expected random with images as they are drawn: without search-steps and search-dtype"
              .formatted(directory.root(), run.algorithm()));
    }
    RunCalibration calibration = new RunCalibration(directory, run, verifier, conf);
    Map<String, Object> settings =
        JSON.convertValue(
            RecordedSettings.of(run.configuration()).resolved(),
            new TypeReference<Map<String, Object>>() {});
    List<Course> courses = calibration.courses(calibration.verdicts(judge));
    try {
      return Calibration.of(
          CalibratedSearches.of(run.bundle(), settings, verifier), judge.name(), courses, targets);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(directory.root() + ": " + e.getMessage());
    }
  }

  private static String verifier(RunDirectory directory, RunRecord run, Optional<String> by) {
    List<String> all = run.verifiers().all();
    String searched = run.verifiers().by();
    if (by.isEmpty() && !run.verifiers().searched().equals(List.of(searched))) {
      throw new InvalidInputException(
          "%s was searched by %s, expected --by with the verifier whose score marks are of: one of %s"
              .formatted(directory.root(), searched, String.join(", ", all)));
    }
    String verifier = by.orElse(searched);
    require(directory, "--by", verifier, all);
    return verifier;
  }

  private static void require(RunDirectory run, String what, String name, List<String> all) {
    if (!all.contains(name)) {
      throw new InvalidInputException(
          "%s was %s, of which %s has no scores; expected %s"
              .formatted(what, name, run.root(), NameSuggestions.oneOf(name, all)));
    }
  }

  /** What the judge says of logged candidates. */
  private Verdicts verdicts(Judge judge) throws IOException {
    if (judge instanceof Judge.ByPeople people) {
      return VerdictsOfPeople.read(people, RunCommits.of(directory, conf), conf);
    }
    Mark mark = ((Judge.ByVerifiers) judge).mark();
    for (Mark.Bar bar : mark.bars()) {
      require(directory, "judge", bar.verifier(), run.verifiers().all());
      if (bar.verifier().equals(verifier)) {
        throw new InvalidInputException(
            "judge was %s, whose own score is calibrated; expected another verifier"
                .formatted(verifier));
      }
    }
    return (row, scores) ->
        mark.bars().stream().allMatch(bar -> scores.containsKey(bar.verifier()))
            ? verdict(mark.isReached(scores::get))
            : Verdict.UNKNOWN;
  }

  static Verdict verdict(boolean right) {
    return right ? Verdict.RIGHT : Verdict.WRONG;
  }

  /** What is said of one candidate, by its scores. */
  interface Verdicts {
    Verdict of(LoggedCandidate row, Map<String, Double> scores);
  }

  private List<Course> courses(Verdicts verdicts) throws IOException {
    Map<String, SortedMap<CandidateId, Judged>> prompts = new LinkedHashMap<>();
    for (Path log : RunCommits.of(directory, conf).logs()) {
      List<String> verifiers = RoundLog.verifiers(log, conf);
      try (Rows<LoggedCandidate> rows = RoundLog.read(log, conf)) {
        while (rows.hasNext()) {
          LoggedCandidate row = rows.next();
          prompts
              .computeIfAbsent(row.promptId(), id -> new TreeMap<>())
              // A prompt that was searched again has the same candidates again.
              .put(new CandidateId(0, row.round(), row.index()), judged(row, verifiers, verdicts));
        }
      }
    }
    List<Course> courses = new ArrayList<>();
    prompts.forEach((id, drawn) -> courses.add(Course.of(id, List.copyOf(drawn.values()))));
    return courses;
  }

  private Judged judged(LoggedCandidate row, List<String> verifiers, Verdicts verdicts) {
    Map<String, Double> scores = new TreeMap<>();
    for (int v = 0; row.scores() != null && v < row.scores().size(); v++) {
      scores.put(verifiers.get(v), row.scores().of(v));
    }
    return scores.containsKey(verifier)
        ? new Judged(scores.get(verifier), verdicts.of(row, scores))
        : Judged.FAILED;
  }
}
