package dev.prospector.driver.forecast;

import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Scores;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The candidates of a random search as its log has them.
 *
 * @param verifiers in the order of scores
 * @param byPrompt those of each prompt in the order in which they were drawn, without scores if one
 *     failed; prompts in the log's order
 * @param nfe of one, on average
 * @param millis that one took on its device, on average
 */
public record LoggedDraws(
    List<String> verifiers,
    Map<String, List<Optional<Scores>>> byPrompt,
    double nfe,
    double millis) {

  /**
   * Reads them.
   *
   * @throws dev.prospector.driver.input.InvalidInputException if a file is not what was written
   */
  public static LoggedDraws read(RunDirectory directory, RunRecord run, Configuration conf)
      throws IOException {
    List<String> verifiers = run.verifiers().all();
    Map<String, SortedMap<CandidateId, Optional<Scores>>> byPrompt = new LinkedHashMap<>();
    double millis = 0;
    long nfe = 0;
    long rows = 0;
    RunCommits commits = RunCommits.of(directory, conf);
    for (Path log : commits.logs()) {
      commits.require(log);
      List<String> logged = RoundLog.verifiers(log, conf);
      try (Rows<LoggedCandidate> candidates = RoundLog.read(log, conf)) {
        while (candidates.hasNext()) {
          LoggedCandidate one = candidates.next();
          CandidateId id = new CandidateId(0, one.round(), one.index());
          byPrompt
              .computeIfAbsent(one.promptId(), prompt -> new TreeMap<>())
              .put(id, Optional.ofNullable(one.scores()).map(s -> ordered(s, logged, verifiers)));
          millis += one.cost().millis();
          nfe += one.cost().nfe();
          rows++;
        }
      }
    }
    Map<String, List<Optional<Scores>>> draws = new LinkedHashMap<>();
    byPrompt.forEach((prompt, of) -> draws.put(prompt, List.copyOf(of.values())));
    return new LoggedDraws(verifiers, draws, (double) nfe / rows, millis / rows);
  }

  private static Scores ordered(Scores scores, List<String> logged, List<String> verifiers) {
    return Scores.of(
        verifiers.stream().mapToDouble(name -> scores.of(logged.indexOf(name))).toArray());
  }

  /** A prompt's candidates, if none of them failed. */
  public Optional<List<Scores>> whole(String promptId) {
    List<Optional<Scores>> draws = byPrompt.getOrDefault(promptId, List.of());
    return draws.isEmpty() || draws.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : Optional.of(draws.stream().map(Optional::orElseThrow).toList());
  }
}
