package dev.prospector.driver.record;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One small file, written last, says that everything it names is there, and what it is to the last
 * bit. It needs no rename, so it is as right on an object store, where a file appears whole when it
 * is closed, as on a local disk, where a torn one does not fit its seal.
 */
public final class CommitFile {
  private CommitFile() {}

  /** Commits a round, whose log is whole. */
  public static void write(RunDirectory run, int wave, RoundRecord round, Configuration conf)
      throws IOException {
    JsonFile.write(run.roundRecord(wave, round.round()), run.files(conf), round);
  }

  /** Commits a wave, whose results are whole. Files that were to replace others do so now. */
  public static void write(RunDirectory run, WaveRecord wave, Configuration conf)
      throws IOException {
    JsonFile.write(run.waveRecord(wave.wave()), run.files(conf), wave);
    for (CommittedFile file : wave.files()) {
      settle(run, file, conf);
    }
  }

  /** Puts a replacement that was committed in its place, and throws away one that was not. */
  static void settle(RunDirectory run, CommittedFile committed, Configuration conf)
      throws IOException {
    FileSystem files = run.files(conf);
    Path file = run.file(committed.path());
    Path replacement = run.replacement(file, files);
    if (!replacement.equals(file) && files.exists(replacement)) {
      if (committed.difference(replacement, files).isEmpty()) {
        run.replace(file, replacement, files);
      } else {
        files.delete(replacement, false);
      }
    }
  }

  /** A round's record, if the round was committed and its log is what was committed. */
  public static Optional<RoundRecord> round(
      RunDirectory run, int wave, int round, Configuration conf) throws IOException {
    Optional<RoundRecord> record = roundRecord(run, wave, round, conf);
    return record.isPresent() && isThere(record.get().log(), run, conf) ? record : Optional.empty();
  }

  /** A round's record, if the round was committed. */
  static Optional<RoundRecord> roundRecord(
      RunDirectory run, int wave, int round, Configuration conf) throws IOException {
    String log = run.path(run.round(wave, round));
    return read(run.roundRecord(wave, round), run.files(conf), RoundRecord.class)
        .filter(record -> record.round() == round && record.log().path().equals(log));
  }

  /** A wave's record, if the wave was committed. */
  public static Optional<WaveRecord> wave(RunDirectory run, int wave, Configuration conf)
      throws IOException {
    return read(run.waveRecord(wave), run.files(conf), WaveRecord.class)
        .filter(record -> record.wave() == wave);
  }

  private static <T> Optional<T> read(Path file, FileSystem files, Class<T> type)
      throws IOException {
    try {
      return Optional.of(JsonFile.read(file, files, type));
    } catch (FileNotFoundException | JsonFile.Torn e) {
      return Optional.empty();
    }
  }

  private static boolean isThere(CommittedFile file, RunDirectory run, Configuration conf)
      throws IOException {
    return file.difference(run.file(file.path()), run.files(conf)).isEmpty();
  }
}
