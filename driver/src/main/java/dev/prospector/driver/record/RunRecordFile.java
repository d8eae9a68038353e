package dev.prospector.driver.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.input.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** {@code run.json}: a {@link RunRecord} as JSON. */
public final class RunRecordFile {
  /** Of every record that was written here, whatever became of the rest. */
  private static final String BEGINNING = "{\n  \"format\" : ";

  private RunRecordFile() {}

  /** Writes the file in place of whatever stands there: it is never torn. */
  public static void write(RunDirectory directory, Configuration conf, RunRecord run)
      throws IOException {
    FileSystem files = directory.files(conf);
    Path file = directory.runRecord();
    Path replacement = directory.replacement(file, files);
    Path target = !replacement.equals(file) && files.exists(file) ? replacement : file;
    JsonFile.write(target, files, run);
    if (!target.equals(file)) {
      directory.replace(file, target, files);
    }
  }

  /** The same as the run begins, and a copy that outlives damage to it. */
  public static void begin(RunDirectory directory, Configuration conf, RunRecord run)
      throws IOException {
    write(directory, conf, run);
    JsonFile.write(directory.begunRecord(), directory.files(conf), run);
  }

  /**
   * Reads the file, or the copy of how it began where it was damaged, if this version wrote it.
   *
   * @throws InvalidInputException if neither is there or can be understood, in which case its line
   *     and key are named, or it is of a run of another format, or they are of two runs
   */
  public static RunRecord read(RunDirectory directory, Configuration conf) throws IOException {
    Optional<RunRecord> begun = begun(directory, conf);
    RunRecord record;
    try {
      record = read(directory.runRecord(), directory, conf);
    } catch (JsonFile.Torn e) {
      return begun.orElseThrow(
          () -> new InvalidInputException(e.getMessage() + "; expected a run of this version"));
    } catch (FileNotFoundException e) {
      return begun.orElseThrow(
          () ->
              new InvalidInputException(
                  directory.root() + ": no run.json there, expected a run's directory"));
    }
    if (begun.filter(one -> !one.identity().equals(record.identity())).isPresent()) {
      throw new InvalidInputException(
          "%s: is of another run than %s, expected the same; put back the right one"
              .formatted(directory.runRecord(), directory.begunRecord()));
    }
    return record;
  }

  /** The run's identity; empty if there is no record of one. */
  static String identity(RunDirectory directory, Configuration conf) throws IOException {
    FileSystem files = directory.files(conf);
    return files.exists(directory.runRecord()) || files.exists(directory.begunRecord())
        ? read(directory, conf).identity()
        : "";
  }

  /**
   * Whether a run has begun: its record can be read, or there is the copy, which is written next.
   */
  public static boolean hasBegun(RunDirectory directory, Configuration conf) throws IOException {
    FileSystem files = directory.files(conf);
    return files.exists(directory.begunRecord())
        || (files.exists(directory.runRecord()) && damage(directory, conf).isEmpty());
  }

  /**
   * Whether a run may begin: nothing is there but what is written before it has begun, by a process
   * that died or is at work. The lease tells the two apart. Of a record death leaves the beginning;
   * what is whole is somebody's.
   */
  public static boolean isFree(RunDirectory directory, Configuration conf) throws IOException {
    FileSystem files = directory.files(conf);
    Set<String> first = Set.of(directory.lease().getName(), directory.runRecord().getName());
    try {
      return !hasBegun(directory, conf)
          && Stream.of(files.listStatus(directory.root()))
              .allMatch(file -> first.contains(file.getPath().getName()))
          && (!files.exists(directory.runRecord())
              || JsonFile.isUnfinished(directory.runRecord(), files, BEGINNING));
    } catch (FileNotFoundException e) {
      return true;
    }
  }

  /** What is wrong with the file, in words; empty if nothing is. */
  public static Optional<String> damage(RunDirectory directory, Configuration conf)
      throws IOException {
    return JsonFile.damage(directory.runRecord(), directory.files(conf), RunRecord.class);
  }

  private static Optional<RunRecord> begun(RunDirectory directory, Configuration conf)
      throws IOException {
    try {
      return Optional.of(read(directory.begunRecord(), directory, conf));
    } catch (FileNotFoundException | JsonFile.Torn e) {
      return Optional.empty();
    }
  }

  private static RunRecord read(Path file, RunDirectory directory, Configuration conf)
      throws IOException {
    FileSystem files = directory.files(conf);
    ObjectNode run = JsonFile.tree(file, files);
    boolean asWritten = !JsonFile.isSealed(run) || JsonFile.isWhole(run);
    if (asWritten && run.path("format").asInt() != RunRecord.FORMAT) {
      throw new InvalidInputException(
          "%s: its format is %s, expected %d; it was made by Prospector %s"
              .formatted(
                  directory.root(),
                  run.path("format").asText("unknown"),
                  RunRecord.FORMAT,
                  run.path("versions").path("prospector").asText("of an unknown version")));
    }
    return JsonFile.read(file, run, RunRecord.class);
  }
}
