package dev.prospector.driver.record;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Holds all of a run's directory against what its commits say. */
public final class RunAudit {
  private RunAudit() {}

  /**
   * What is wrong, in words, by the files' paths below the run's directory; empty if the run is
   * whole as far as it came.
   *
   * @throws IOException if the directory can't be read
   */
  public static SortedMap<String, String> of(RunDirectory run, Configuration conf)
      throws IOException {
    RunCommits commits = RunCommits.of(run, conf);
    SortedMap<String, String> damage = new TreeMap<>(commits.damage());
    RunRecordFile.damage(run, conf).ifPresent(what -> damage.put(run.path(run.runRecord()), what));
    boolean ended = run.files(conf).exists(run.success());
    List<Integer> waves = run.waves(conf);
    for (int wave : waves) {
      torn(run.waveRecord(wave), WaveRecord.class, ended, run, conf, damage);
      for (int round : run.rounds(wave, conf)) {
        torn(run.roundRecord(wave, round), RoundRecord.class, ended, run, conf, damage);
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
    if (ended) {
      missing(run, commits, conf, damage);
    }
    return damage;
  }

  private static void torn(
      Path file,
      Class<?> type,
      boolean expected,
      RunDirectory run,
      Configuration conf,
      SortedMap<String, String> damage)
      throws IOException {
    Optional<String> what = JsonFile.damage(file, run.files(conf), type);
    if (what.isPresent() && (expected || run.files(conf).exists(file))) {
      damage.put(run.path(file), what.get());
    }
  }

  /** Prompts of a run that has ended, of which no commit knows. */
  private static void missing(
      RunDirectory run, RunCommits commits, Configuration conf, SortedMap<String, String> damage)
      throws IOException {
    int expected = RunRecordFile.read(run, conf).prompts().count();
    long known =
        commits.waves().values().stream()
            .flatMap(wave -> wave.promptIds().stream())
            .distinct()
            .count();
    if (known != expected) {
      damage.put(
          run.path(run.success()),
          "says that the run has ended, but %,d of its %,d prompts are in no commit"
              .formatted(expected - known, expected));
    }
  }
}
