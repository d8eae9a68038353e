package dev.prospector.driver.record;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.ShellWord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What the commits of a run say is there. Readers go by it, and not by what lies in a directory:
 * files of a wave that was not committed are nobody's yet.
 */
public final class RunCommits {
  private static final String LOST = "is missing or was changed after it was written";

  private final RunDirectory run;
  private final Configuration conf;
  private final String identity;
  private final SortedMap<Integer, WaveRecord> waves = new TreeMap<>();
  private final SortedMap<Integer, List<RoundRecord>> rounds = new TreeMap<>();
  private final SortedMap<String, CommittedFile> files = new TreeMap<>();
  private final SortedMap<String, CommittedFile> logs = new TreeMap<>();
  private final Set<String> foreign = new TreeSet<>();

  private RunCommits(RunDirectory run, Configuration conf, String identity) {
    this.run = run;
    this.conf = conf;
    this.identity = identity;
  }

  /**
   * Reads them.
   *
   * @throws IOException if the directory can't be read; commits that can't be understood are none
   */
  public static RunCommits of(RunDirectory run, Configuration conf) throws IOException {
    RunCommits commits = new RunCommits(run, conf, RunRecordFile.identity(run, conf));
    for (int wave : run.waves(conf)) {
      commits.read(wave);
    }
    return commits;
  }

  private void read(int wave) throws IOException {
    Optional<WaveRecord> record =
        ours(
            CommitFile.wave(run, wave, conf),
            one -> one.rounds().stream().allMatch(this::isOurs),
            run.waveRecord(wave));
    if (record.isPresent()) {
      waves.put(wave, record.get());
      rounds.put(wave, record.get().rounds());
      record.get().files().forEach(file -> files.put(file.path(), file));
    } else {
      List<RoundRecord> inProgress = new ArrayList<>();
      for (int round : run.rounds(wave, conf)) {
        ours(
                CommitFile.roundRecord(run, wave, round, conf),
                this::isOurs,
                run.roundRecord(wave, round))
            .ifPresent(inProgress::add);
      }
      rounds.put(wave, inProgress);
    }
    rounds.get(wave).forEach(round -> logs.put(round.log().path(), round.log()));
  }

  private <T> Optional<T> ours(Optional<T> commit, Predicate<T> isOurs, Path file) {
    if (commit.isPresent() && !isOurs.test(commit.get())) {
      foreign.add(run.path(file));
      return Optional.empty();
    }
    return commit;
  }

  /** Whether a round was committed by this run, and not by one whose files were mixed in. */
  public boolean isOurs(RoundRecord round) {
    return round.run().equals(identity);
  }

  /** What this run's commits of rounds are to carry. */
  public String identity() {
    return identity;
  }

  /** The commits of waves, by their numbers. */
  public SortedMap<Integer, WaveRecord> waves() {
    return waves;
  }

  /** The commits of rounds, by the number of their wave, which need not be committed. */
  public SortedMap<Integer, List<RoundRecord>> rounds() {
    return rounds;
  }

  /** Result files, in the order of prompts. */
  public List<Path> results() {
    return in(run.results());
  }

  /** Files of first samples, in the order of prompts. */
  public List<Path> baseline() {
    return in(run.baseline());
  }

  /** Logs of searches' rounds, wave by wave. */
  public List<Path> logs() {
    return all().filter(round -> round.round() >= 0).map(this::log).toList();
  }

  /** Logs of first samples that searches did not draw themselves, wave by wave. */
  public List<Path> firstSampleLogs() {
    return all().filter(round -> round.round() < 0).map(this::log).toList();
  }

  private Stream<RoundRecord> all() {
    return rounds.values().stream().flatMap(Collection::stream);
  }

  /** The same of waves that are not committed. */
  public List<Path> logsInProgress() {
    return inProgress().filter(round -> round.round() >= 0).map(this::log).toList();
  }

  private Stream<RoundRecord> inProgress() {
    return rounds.entrySet().stream()
        .filter(wave -> !waves.containsKey(wave.getKey()))
        .flatMap(wave -> wave.getValue().stream());
  }

  private Path log(RoundRecord round) {
    return run.file(round.log().path());
  }

  /** Evaluations of D that all of them name, repeated ones included. */
  public long nfeSpent() {
    long committed = waves.values().stream().mapToLong(wave -> wave.totals().nfeSpent()).sum();
    return committed + inProgress().mapToLong(RoundRecord::nfeSpent).sum();
  }

  /** Prompts without an image in the last wave that searched for them. */
  public Set<String> failed() {
    Set<String> failed = new TreeSet<>();
    for (WaveRecord wave : waves.values()) {
      failed.removeAll(wave.promptIds());
      failed.addAll(wave.failed().keySet());
    }
    return failed;
  }

  /** When the last of them was written, as their files say; empty if there is none. */
  public Optional<Instant> lastTime() throws IOException {
    long last = 0;
    for (Map.Entry<Integer, List<RoundRecord>> wave : rounds.entrySet()) {
      int number = wave.getKey();
      List<Path> commits =
          waves.containsKey(number)
              ? List.of(run.waveRecord(number))
              : wave.getValue().stream()
                  .map(round -> run.roundRecord(number, round.round()))
                  .toList();
      for (Path commit : commits) {
        last = Math.max(last, time(commit));
      }
    }
    return last == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last));
  }

  private long time(Path commit) throws IOException {
    try {
      return run.files(conf).getFileStatus(commit).getModificationTime();
    } catch (FileNotFoundException e) {
      return 0; // Taken away by whoever writes the run now.
    }
  }

  private List<Path> in(Path directory) {
    return files.keySet().stream()
        .map(run::file)
        .filter(file -> file.getParent().equals(directory))
        .sorted(RunDirectory.NUMBERED)
        .toList();
  }

  /**
   * Finishes what a driver left when it was killed: puts committed replacements in their places,
   * writes again commits of rounds that their wave's commit knows, and takes away what no commit
   * names.
   *
   * @return the commits written again, in words, by their paths below the run's directory
   */
  public SortedMap<String, String> settle() throws IOException {
    for (CommittedFile file : files.values()) {
      CommitFile.settle(run, file, conf);
    }
    for (Path file : unnamed()) {
      run.files(conf).delete(file, false);
    }
    for (int wave : List.copyOf(rounds.keySet())) {
      if (!waves.containsKey(wave) && rounds.get(wave).isEmpty()) {
        run.files(conf).delete(run.wave(wave), true);
        rounds.remove(wave);
      }
    }
    SortedMap<String, String> again = new TreeMap<>();
    for (WaveRecord wave : waves.values()) {
      for (RoundRecord round : wave.rounds()) {
        if (isLost(wave.wave(), round)) {
          CommitFile.write(run, wave.wave(), round, conf);
          again.put(run.path(run.roundRecord(wave.wave(), round.round())), LOST);
        }
      }
    }
    return again;
  }

  /** Result files, files of first samples and images that no commit names. */
  List<Path> unnamed() throws IOException {
    return run.written(conf).stream().filter(file -> !files.containsKey(run.path(file))).toList();
  }

  /** Whether the commit of a round, as its wave's knows it, is not there as it was. */
  boolean isLost(int wave, RoundRecord round) throws IOException {
    return CommitFile.roundRecord(run, wave, round.round(), conf).filter(round::equals).isEmpty();
  }

  /** What is wrong with committed files, in words, by their paths below the run's directory. */
  public SortedMap<String, String> damage() throws IOException {
    SortedMap<String, String> damage = new TreeMap<>();
    foreign.forEach(path -> damage.put(path, "is of another run"));
    for (SortedMap<String, CommittedFile> committed : List.of(files, logs)) {
      for (CommittedFile file : committed.values()) {
        difference(file).ifPresent(what -> damage.put(file.path(), what));
      }
    }
    return damage;
  }

  /**
   * Holds a file against its commit before it is read.
   *
   * @throws InvalidInputException if it differs, naming the remedy
   */
  public void require(Path file) throws IOException {
    String path = run.path(file);
    Optional<String> what = difference(files.getOrDefault(path, logs.get(path)));
    if (what.isPresent()) {
      throw new InvalidInputException(damaged(run, path, what.get()));
    }
  }

  static String damaged(RunDirectory run, String path, String what) {
    return "%s %s; 'prospector resume %s' puts it right"
        .formatted(run.file(path), what, ShellWord.quoted(run.root().toString()));
  }

  private Optional<String> difference(CommittedFile file) throws IOException {
    return file.difference(run.file(file.path()), run.files(conf));
  }
}
