package dev.prospector.driver.record;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.RunRecord.Status;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Holds all of a run's directory against what its commits say. */
public final class RunAudit {
  private static final Set<Status> ENDED = Set.of(Status.DONE, Status.PARTIAL);

  private final RunDirectory run;
  private final Configuration conf;
  private final RunCommits commits;
  private final SortedMap<String, String> damage;
  private final RunRecord record;
  private final boolean succeeded;
  private final boolean ended;

  private RunAudit(RunDirectory run, Configuration conf, boolean readsAll) throws IOException {
    this.run = run;
    this.conf = conf;
    this.commits = RunCommits.of(run, conf);
    this.damage = readsAll ? commits.damage() : new TreeMap<>();
    this.record = RunRecordFile.read(run, conf);
    this.succeeded = run.files(conf).exists(run.success());
    this.ended = succeeded || ENDED.contains(record.status());
  }

  /**
   * What is wrong, in words, by the files' paths below the run's directory; empty if the run is
   * whole as far as it came.
   *
   * @throws IOException if the directory can't be read
   */
  public static SortedMap<String, String> of(RunDirectory run, Configuration conf)
      throws IOException {
    RunAudit audit = new RunAudit(run, conf, true);
    audit.records();
    audit.commitsOfRounds(true);
    audit.end();
    return audit.damage;
  }

  /**
   * Holds all files against their commits before they are read. A commit that is torn is none as
   * long as the run goes on: its driver may be writing it.
   *
   * @throws InvalidInputException naming each that differs, and the remedy
   * @throws IOException if the directory can't be read
   */
  public static void requireWhole(RunDirectory run, Configuration conf) throws IOException {
    RunCommits unused = require(run, conf, true);
  }

  /**
   * The same of the commits alone, whatever became of the files that they name.
   *
   * @return them
   */
  public static RunCommits requireCommits(RunDirectory run, Configuration conf) throws IOException {
    return require(run, conf, false);
  }

  private static RunCommits require(RunDirectory run, Configuration conf, boolean readsAll)
      throws IOException {
    RunAudit audit = new RunAudit(run, conf, readsAll);
    audit.records();
    audit.commitsOfRounds(audit.ended);
    audit.end();
    Problems problems = new Problems();
    String log = run.path(run.log()) + "/";
    audit.damage.entrySet().stream()
        // Commits first: what they lost explains the rest.
        .sorted(Comparator.comparing(file -> !file.getKey().startsWith(log)))
        .forEach(file -> problems.add(RunCommits.damaged(run, file.getKey(), file.getValue())));
    problems.throwIfAny();
    return audit.commits;
  }

  private void records() throws IOException {
    torn(run.runRecord(), RunRecord.class, true);
    torn(run.begunRecord(), RunRecord.class, true);
  }

  private void commitsOfRounds(boolean tornOnes) throws IOException {
    for (int wave : tornOnes ? run.waves(conf) : List.<Integer>of()) {
      torn(run.waveRecord(wave), WaveRecord.class, ended);
      for (int round : run.rounds(wave, conf)) {
        torn(run.roundRecord(wave, round), RoundRecord.class, ended);
      }
    }
    for (WaveRecord wave : commits.waves().values()) {
      for (RoundRecord round : wave.rounds()) {
        Path file = run.roundRecord(wave.wave(), round.round());
        if (commits.isLost(wave.wave(), round)) {
          damage.putIfAbsent(run.path(file), "is not what the commit of its wave says");
        }
      }
    }
  }

  private void torn(Path file, Class<?> type, boolean expected) throws IOException {
    Optional<String> what = JsonFile.damage(file, run.files(conf), type);
    if (what.isPresent() && (expected || run.files(conf).exists(file))) {
      damage.put(run.path(file), what.get());
    }
  }

  /** What a run that has ended must have. */
  private void end() throws IOException {
    if (!ended) {
      return;
    }
    String success = run.path(run.success());
    int expected = record.prompts().count();
    long known =
        commits.waves().values().stream()
            .flatMap(wave -> wave.promptIds().stream())
            .distinct()
            .count();
    commits.unnamed().forEach(file -> damage.put(run.path(file), "is in no commit of the run"));
    if (!succeeded) {
      damage.put(success, "is missing, though the run has ended");
    } else if (known != expected) {
      damage.put(
          success,
          "says that the run has ended, but %,d of its %,d prompts are in no commit"
              .formatted(expected - known, expected));
    }
  }
}
