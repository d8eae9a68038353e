package dev.prospector.driver.record;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One small file, written last, says that everything it names is there. It needs no rename, so it
 * is as right on an object store, where a file appears whole when it is closed, as on a local disk,
 * where a torn one does not parse.
 */
public final class CommitFile {
  private CommitFile() {}

  /** Commits a round, whose log is whole. */
  public static void write(RunDirectory run, int wave, RoundRecord round, Configuration conf)
      throws IOException {
    JsonFile.write(run.roundRecord(wave, round.round()), conf, round);
  }

  /** Commits a wave, whose results are whole. */
  public static void write(RunDirectory run, WaveRecord wave, Configuration conf)
      throws IOException {
    JsonFile.write(run.waveRecord(wave.wave()), conf, wave);
  }

  /** A round's record, if the round was committed and its log has the length recorded. */
  public static Optional<RoundRecord> round(
      RunDirectory run, int wave, int round, Configuration conf) throws IOException {
    Optional<RoundRecord> record = read(run.roundRecord(wave, round), conf, RoundRecord.class);
    FileSystem files = run.files(conf);
    Path log = run.round(wave, round);
    if (record.isEmpty() || !files.exists(log)) {
      return Optional.empty();
    }
    return record.filter(r -> isLong(files, log, r.bytes()));
  }

  /** A wave's record, if the wave was committed. */
  public static Optional<WaveRecord> wave(RunDirectory run, int wave, Configuration conf)
      throws IOException {
    return read(run.waveRecord(wave), conf, WaveRecord.class);
  }

  private static <T> Optional<T> read(Path file, Configuration conf, Class<T> type)
      throws IOException {
    try {
      return Optional.of(JsonFile.read(file, conf, type));
    } catch (FileNotFoundException | JsonFile.Torn e) {
      return Optional.empty();
    }
  }

  private static boolean isLong(FileSystem files, Path file, long bytes) {
    try {
      return files.getFileStatus(file).getLen() == bytes;
    } catch (IOException e) {
      return false;
    }
  }
}
