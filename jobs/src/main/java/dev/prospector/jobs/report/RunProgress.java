package dev.prospector.jobs.report;

import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.search.Objective;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.candidate.Scores;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** How the search of every prompt went, as the round log tells it. */
final class RunProgress {
  private final Objective objective;
  private final List<String> verifiers;
  private final Listener listener;
  private final Map<String, Progress> prompts = new LinkedHashMap<>();

  /** What is told of every finished image, in the log's order. */
  @FunctionalInterface
  interface Listener {
    void image(String promptId, Progress progress) throws IOException;
  }

  private RunProgress(Objective objective, List<String> verifiers, Listener listener) {
    this.objective = objective;
    this.verifiers = verifiers;
    this.listener = listener;
  }

  /**
   * Streams the round log. What is kept is a few numbers per prompt; where a value depends on the
   * pool, the scores of every image.
   *
   * @param logs of rounds, in their order
   * @param objective who leads; nobody does under one that searches by no verifier
   * @param verifiers whose scores are read, the objective's first
   * @return by prompt id, in the log's order
   */
  static Map<String, Progress> read(
      List<Path> logs,
      Objective objective,
      List<String> verifiers,
      Listener listener,
      Configuration conf)
      throws IOException {
    RunProgress run = new RunProgress(objective, verifiers, listener);
    for (Path round : logs) {
      int[] columns = run.columns(round, conf);
      try (Rows<LoggedCandidate> rows = RoundLog.read(round, conf)) {
        while (rows.hasNext()) {
          run.add(rows.next(), columns);
        }
      }
    }
    return run.prompts;
  }

  private void add(LoggedCandidate row, int[] columns) throws IOException {
    Progress progress = prompts.computeIfAbsent(row.promptId(), prompt -> new Progress(objective));
    progress.round(row.round());
    boolean finished = row.scores() != null && row.readout() == Readout.IMAGE;
    if (!finished || objective.searched() == 0) {
      progress.spend(row.cost().nfe());
      return;
    }
    // Ids are compared within a prompt only.
    CandidateId id = new CandidateId(0, row.round(), row.index());
    Scores scores = Scores.of(Arrays.stream(columns).mapToDouble(row.scores()::of).toArray());
    progress.image(new Progress.Finished(id, scores), row.cost().nfe());
    listener.image(row.promptId(), progress);
  }

  private int[] columns(Path round, Configuration conf) throws IOException {
    List<String> logged = RoundLog.verifiers(round, conf);
    if (!logged.containsAll(verifiers)) {
      throw new IOException(
          round + " has scores by " + logged + ", expected those of run.json, " + verifiers);
    }
    return verifiers.stream().mapToInt(logged::indexOf).toArray();
  }
}
