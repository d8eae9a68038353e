package dev.prospector.driver.run;

import dev.prospector.driver.cluster.HeldSample;
import dev.prospector.driver.cluster.RoundNames;
import dev.prospector.driver.cluster.RoundOutcomes;
import dev.prospector.driver.cluster.Wave;
import dev.prospector.driver.record.CommitFile;
import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.RoundRecord;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.WaveRecord;
import dev.prospector.driver.results.ResultSlot;
import dev.prospector.driver.results.RetainedRows;
import dev.prospector.driver.results.Winners;
import dev.prospector.driver.results.WriteShard;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A run directory. Every round's outcomes are committed to the log before anybody is told of them,
 * so a search that is told once more what it was told goes on where its driver died.
 */
public final class DirectoryStore implements RunStore {
  private final RunDirectory directory;
  private final SearchPlan plan;
  private final Configuration conf;

  /** The directory of a run with this plan. */
  public DirectoryStore(RunDirectory directory, SearchPlan plan, Configuration conf) {
    this.directory = directory;
    this.plan = plan;
    this.conf = conf;
  }

  /** What is read or written. */
  private interface Access<T> {
    T now() throws IOException;
  }

  private static <T> T access(String doing, Access<T> access) {
    try {
      return access.now();
    } catch (IOException e) {
      throw new UncheckedIOException("can't " + doing, e);
    }
  }

  @Override
  public Optional<WaveRecord> wave(int wave) {
    return access(
        "read what is done of wave " + wave, () -> CommitFile.wave(directory, wave, conf));
  }

  @Override
  public Optional<RoundRecord> round(int wave, int round) {
    Path log = directory.round(wave, round);
    return access(
        "read the round log " + log, () -> CommitFile.round(directory, wave, round, conf));
  }

  @Override
  public List<Outcome> recall(int wave, int round, List<Candidate> candidates, Wave prompts) {
    Path log = directory.round(wave, round);
    return access("read the round log " + log, () -> recall(log, round, candidates, prompts));
  }

  private List<Outcome> recall(Path log, int round, List<Candidate> candidates, Wave prompts)
      throws IOException {
    RoundOutcomes outcomes = new RoundOutcomes(round, candidates.size(), plan.verifiers().size());
    int position = 0;
    try (Rows<LoggedCandidate> rows = RoundLog.read(log, conf)) {
      for (Candidate candidate : candidates) {
        int ordinal = candidate.id().prompt();
        LoggedCandidate row = rows.hasNext() ? rows.next() : null;
        if (row == null
            || !row.promptId().equals(prompts.prompt(ordinal).id())
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

  @Override
  public void commit(
      int wave,
      int round,
      List<Candidate> candidates,
      List<Outcome> outcomes,
      Wave prompts,
      long nfeSpent,
      double seconds) {
    Path log = directory.round(wave, round);
    access(
        "write the round log " + log,
        () -> {
          try (RoundLog.Writer out = RoundLog.create(log, conf, plan.verifiers())) {
            for (int i = 0; i < candidates.size(); i++) {
              Candidate candidate = candidates.get(i);
              out.write(prompts.prompt(candidate.id().prompt()).id(), candidate, outcomes.get(i));
            }
          }
          long bytes = log.getFileSystem(conf).getFileStatus(log).getLen();
          RoundRecord done = new RoundRecord(round, bytes, outcomes.size(), nfeSpent, seconds);
          CommitFile.write(directory, wave, done, conf);
          return done;
        });
  }

  @Override
  public void write(
      JavaSparkContext spark,
      RoundNames names,
      List<ResultSlot> slots,
      JavaRDD<HeldSample> images,
      RetainedRows retained) {
    List<String> carried = List.copyOf(slots.get(0).prompt().columns().keySet());
    new Winners(spark)
        .write(
            names,
            slots,
            images,
            plan.waveSize(),
            new WriteShard(
                directory.root().toString(), plan.verifiers(), carried, plan.images(), retained));
  }

  @Override
  public void commit(WaveRecord wave) {
    access(
        "commit wave " + wave.wave(),
        () -> {
          CommitFile.write(directory, wave, conf);
          return wave;
        });
  }
}
