package dev.prospector.driver.run;

import dev.prospector.driver.cluster.HeldSample;
import dev.prospector.driver.cluster.RoundNames;
import dev.prospector.driver.cluster.RoundOutcomes;
import dev.prospector.driver.cluster.Wave;
import dev.prospector.driver.record.CommitFile;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.RoundRecord;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunLease;
import dev.prospector.driver.record.WaveRecord;
import dev.prospector.driver.results.ResultSlot;
import dev.prospector.driver.results.RetainedRows;
import dev.prospector.driver.results.Winners;
import dev.prospector.driver.results.WriteShard;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.input.InputFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A run directory. Every round's outcomes are committed to the log before anybody is told of them,
 * so a search that is told once more what it was told goes on where its driver died.
 */
public final class DirectoryStore implements RunStore {
  private final RunDirectory directory;
  private final SearchPlan plan;
  private final RunLease lease;
  private final Configuration conf;
  private final RunCommits before;
  private final SortedMap<String, String> damage = new TreeMap<>();

  /**
   * Opens the directory of a run with this plan: what its commits name is held against them.
   *
   * @param lease of the directory, without which nothing is committed
   * @throws UncheckedIOException if it can't be read
   */
  public DirectoryStore(
      RunDirectory directory, SearchPlan plan, RunLease lease, Configuration conf) {
    this.directory = directory;
    this.plan = plan;
    this.lease = lease;
    this.conf = conf;
    this.before = access("read what is done in " + directory.root(), this::settled);
  }

  private RunCommits settled() throws IOException {
    RunCommits commits = RunCommits.of(directory, conf);
    damage.putAll(commits.settle());
    damage.putAll(commits.damage());
    return commits;
  }

  /** What is read or written. */
  private interface Access<T> {
    T now() throws IOException;
  }

  private static <T> T access(String doing, Access<T> access) {
    try {
      return access.now();
    } catch (IOException e) {
      throw new UncheckedIOException("can't %s (%s)".formatted(doing, InputFiles.firstLine(e)), e);
    }
  }

  @Override
  public Optional<WaveRecord> wave(int wave) {
    return Optional.ofNullable(before.waves().get(wave));
  }

  @Override
  public Set<Integer> waves() {
    return before.rounds().keySet();
  }

  @Override
  public List<String> promptIds(int wave) {
    Optional<WaveRecord> record = wave(wave);
    if (record.isPresent()) {
      return record.get().promptIds();
    }
    for (RoundRecord round : before.rounds().getOrDefault(wave, List.of())) {
      if (!damage.containsKey(round.log().path())) {
        return access("read the round log " + round.log().path(), () -> promptIds(round));
      }
    }
    return List.of();
  }

  private List<String> promptIds(RoundRecord round) throws IOException {
    try (Rows<LoggedCandidate> rows = RoundLog.read(directory.file(round.log().path()), conf)) {
      return rows.stream().map(LoggedCandidate::promptId).distinct().toList();
    }
  }

  @Override
  public SortedMap<String, String> damage() {
    return damage;
  }

  @Override
  public Optional<RoundRecord> round(int wave, int round) {
    boolean known =
        before.rounds().getOrDefault(wave, List.of()).stream()
            .anyMatch(record -> record.round() == round);
    if (!known) {
      return Optional.empty(); // Where nothing was, an object store need not be asked twice.
    }
    Path log = directory.round(wave, round);
    return access(
        "read the round log " + log,
        () -> CommitFile.round(directory, wave, round, conf).filter(before::isOurs));
  }

  @Override
  public Optional<List<Outcome>> recall(
      int wave, int round, List<Candidate> candidates, Wave prompts) {
    Path log = directory.round(wave, round);
    return access("read the round log " + log, () -> recall(log, round, candidates, prompts));
  }

  private Optional<List<Outcome>> recall(
      Path log, int round, List<Candidate> candidates, Wave prompts) throws IOException {
    RoundOutcomes outcomes = new RoundOutcomes(round, candidates.size(), plan.verifiers().size());
    int position = 0;
    try (Rows<LoggedCandidate> rows = RoundLog.read(log, conf)) {
      for (Candidate candidate : candidates) {
        int ordinal = candidate.id().prompt();
        LoggedCandidate row = rows.hasNext() ? rows.next() : null;
        if (row == null
            || !row.promptId().equals(prompts.prompt(ordinal).id())
            || !row.candidate(ordinal).equals(candidate)) {
          return Optional.empty();
        }
        outcomes.put(position++, row.outcome(ordinal));
      }
    }
    return Optional.of(outcomes);
  }

  @Override
  public void forget(int wave, int round) {
    access(
        "take away rounds of " + directory.wave(wave),
        () -> {
          for (int there : directory.rounds(wave, conf)) {
            if (there >= round) {
              directory.files(conf).delete(directory.roundRecord(wave, there), false);
              directory.files(conf).delete(directory.round(wave, there), false);
            }
          }
          return null;
        });
  }

  @Override
  public Optional<RoundRecord> commit(
      int wave,
      int round,
      List<Candidate> candidates,
      List<Outcome> outcomes,
      Wave prompts,
      long nfeSpent,
      double seconds) {
    Path log = directory.round(wave, round);
    return access(
        "write the round log " + log,
        () -> {
          lease.requireHeld(); // Its new holder may be writing this very file.
          RoundLog.Writer out = RoundLog.create(log, directory.files(conf), plan.verifiers());
          try (out) {
            for (int i = 0; i < candidates.size(); i++) {
              Candidate candidate = candidates.get(i);
              out.write(prompts.prompt(candidate.id().prompt()).id(), candidate, outcomes.get(i));
            }
          }
          CommittedFile whole = out.committed(directory.path(log));
          RoundRecord done =
              new RoundRecord(before.identity(), round, whole, outcomes.size(), nfeSpent, seconds);
          lease.requireHeld();
          CommitFile.write(directory, wave, done, conf);
          return Optional.of(done);
        });
  }

  @Override
  public List<CommittedFile> write(
      JavaSparkContext spark,
      RoundNames names,
      List<ResultSlot> slots,
      JavaRDD<HeldSample> images,
      RetainedRows retained) {
    List<String> carried = List.copyOf(slots.get(0).prompt().columns().keySet());
    WriteShard work =
        new WriteShard(
            directory.root().toString(),
            new SerializableConfiguration(conf),
            plan.origin(),
            plan.verifiers(),
            carried,
            plan.images(),
            retained);
    return new Winners(spark).write(names, slots, images, plan.waves(), work);
  }

  @Override
  public void commit(WaveRecord wave) {
    access(
        "commit wave " + wave.wave(),
        () -> {
          lease.requireHeld();
          CommitFile.write(directory, wave, conf);
          return wave;
        });
  }
}
