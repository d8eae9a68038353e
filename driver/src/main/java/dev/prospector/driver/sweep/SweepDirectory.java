package dev.prospector.driver.sweep;

import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.RunAudit;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecord.Status;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.sweep.PlannedRun.State;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** What lies in a sweep's directory, looked at once. */
final class SweepDirectory {
  static final String ARMS = "arms";
  static final String POOLS = "pools";

  private final String out;
  private final Configuration conf;
  private final Map<String, Optional<Found>> seen = new HashMap<>();

  /**
   * Nothing is read yet.
   *
   * @param out its path or URI; blank if nobody knows, and nothing is there
   */
  SweepDirectory(String out, Configuration conf) {
    this.out = out;
    this.conf = conf;
  }

  /**
   * A run that is there.
   *
   * @param place its directory as {@link SweepRecord} has it
   * @param record what it is
   * @param done whether it has ended, and all of it is there
   */
  record Found(String place, RunRecord record, boolean done) {
    State state() {
      return done && record.status() == Status.DONE ? State.DONE : State.BEGUN;
    }

    /** A batch size that was left open is what this run has found out. */
    SearchSpec goingOn(SearchSpec spec) {
      int batch = record.configuration().path("batch").asInt(0);
      return spec.execution().batch().isPresent() || batch == 0
          ? spec
          : spec.toBuilder().batch(batch).build();
    }
  }

  String out() {
    return out;
  }

  /** A run's directory by its place below this one, or anywhere. */
  static RunDirectory directory(String out, String place) {
    Path path = new Path(place);
    return new RunDirectory(path.isAbsolute() ? path : new Path(out, path));
  }

  String path(String place) {
    return directory(out, place).root().toString();
  }

  /** The place of a run that somebody has named, wherever he was. */
  String place(String named) throws IOException {
    Path path = new Path(named);
    return path.getFileSystem(conf).makeQualified(path).toString();
  }

  /**
   * The run that is there, if one has begun.
   *
   * @throws InvalidInputException if it can't be understood
   */
  Optional<Found> run(String place) throws IOException {
    Optional<Found> known = seen.get(place);
    if (known == null) {
      known = read(place);
      seen.put(place, known);
    }
    return known;
  }

  private Optional<Found> read(String place) throws IOException {
    if (out.isBlank() && !new Path(place).isAbsolute()) {
      return Optional.empty();
    }
    RunDirectory directory = directory(out, place);
    if (!RunRecordFile.hasBegun(directory, conf)) {
      return Optional.empty();
    }
    RunRecord record = RunRecordFile.read(directory, conf);
    boolean ended = record.status() == Status.DONE || record.status() == Status.PARTIAL;
    boolean done =
        ended
            && directory.files(conf).exists(directory.success())
            && RunAudit.of(directory, conf).isEmpty();
    return Optional.of(new Found(place, record, done));
  }

  /** All runs of a kind, {@link #ARMS} or {@link #POOLS}, that can be understood, by places. */
  SortedMap<String, Found> runs(String kind) throws IOException {
    SortedMap<String, Found> runs = new TreeMap<>();
    if (out.isBlank()) {
      return runs;
    }
    Path parent = new Path(out, kind);
    try {
      for (FileStatus one : parent.getFileSystem(conf).listStatus(parent)) {
        String place = kind + "/" + one.getPath().getName();
        if (one.isDirectory()) {
          understood(place).ifPresent(found -> runs.put(place, found));
        }
      }
    } catch (FileNotFoundException e) {
      return runs;
    }
    return runs;
  }

  /** The run that is there, if it can be understood. */
  Optional<Found> understood(String place) throws IOException {
    try {
      return run(place);
    } catch (InvalidInputException e) {
      return Optional.empty(); // Of an arm that is needed it is told where that is planned.
    }
  }
}
