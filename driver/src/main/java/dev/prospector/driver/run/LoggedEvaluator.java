package dev.prospector.driver.run;

import dev.prospector.driver.cluster.RoundOutcomes;
import dev.prospector.driver.cluster.Wave;
import dev.prospector.driver.record.CommitFile;
import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.RoundRecord;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Commits every round's outcomes to the log before it gives them away, and takes those of a round
 * that was committed before from there: a search that is told once more what it was told goes on
 * where its driver died.
 */
final class LoggedEvaluator implements CandidateEvaluator {
  private final CandidateEvaluator evaluator;
  private final LongSupplier spent;
  private final RunDirectory directory;
  private final int number;
  private final Wave wave;
  private final List<String> verifiers;
  private final Configuration conf;
  private final Set<Integer> recalled = new HashSet<>();
  private long nfeBefore;
  private double secondsBefore;

  /**
   * Puts a log before an evaluator.
   *
   * @param spent NFE that it spent so far, to be asked at any time
   * @param number of the wave
   */
  LoggedEvaluator(
      CandidateEvaluator evaluator,
      LongSupplier spent,
      RunDirectory directory,
      int number,
      Wave wave,
      List<String> verifiers,
      Configuration conf) {
    this.evaluator = evaluator;
    this.spent = spent;
    this.directory = directory;
    this.number = number;
    this.wave = wave;
    this.verifiers = verifiers;
    this.conf = conf;
  }

  @Override
  public List<Outcome> evaluate(int round, List<Candidate> candidates) {
    try {
      Optional<RoundRecord> record = CommitFile.round(directory, number, round, conf);
      if (record.isPresent()) {
        recalled.add(round);
        nfeBefore += record.get().nfeSpent();
        secondsBefore += record.get().seconds();
        return recall(directory.round(number, round), round, candidates);
      }
      long started = System.nanoTime();
      long nfe = spent.getAsLong();
      List<Outcome> outcomes = evaluator.evaluate(round, candidates);
      long bytes = write(directory.round(number, round), candidates, outcomes);
      double seconds = (System.nanoTime() - started) / 1e9;
      RoundRecord done =
          new RoundRecord(round, bytes, outcomes.size(), spent.getAsLong() - nfe, seconds);
      CommitFile.write(directory, number, done, conf);
      return outcomes;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "can't write the round log " + directory.round(number, round), e);
    }
  }

  /** Whether a round came from the log, so that no executor holds its images. */
  boolean isRecalled(int round) {
    return recalled.contains(round);
  }

  /** NFE that earlier drivers spent on the rounds they committed. */
  long nfeBefore() {
    return nfeBefore;
  }

  /** Seconds that earlier drivers took for them. */
  double secondsBefore() {
    return secondsBefore;
  }

  private long write(Path log, List<Candidate> candidates, List<Outcome> outcomes)
      throws IOException {
    try (RoundLog.Writer out = RoundLog.create(log, conf, verifiers)) {
      for (int i = 0; i < candidates.size(); i++) {
        Candidate candidate = candidates.get(i);
        out.write(wave.prompt(candidate.id().prompt()).id(), candidate, outcomes.get(i));
      }
    }
    return log.getFileSystem(conf).getFileStatus(log).getLen();
  }

  private List<Outcome> recall(Path log, int round, List<Candidate> candidates) throws IOException {
    RoundOutcomes outcomes = new RoundOutcomes(round, candidates.size(), verifiers.size());
    int position = 0;
    try (Rows<LoggedCandidate> rows = RoundLog.read(log, conf)) {
      for (Candidate candidate : candidates) {
        int ordinal = candidate.id().prompt();
        LoggedCandidate row = rows.hasNext() ? rows.next() : null;
        if (row == null
            || !row.promptId().equals(wave.prompt(ordinal).id())
            || !row.candidate(ordinal).equals(candidate)) {
          throw new IllegalStateException(
              "%s: holds %s, expected %s; the run was made by another version"
                  .formatted(log, row == null ? "too few rows" : row, candidate));
        }
        outcomes.put(position++, row.outcome(ordinal));
      }
    }
    return outcomes;
  }
}
