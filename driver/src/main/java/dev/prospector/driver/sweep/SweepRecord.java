package dev.prospector.driver.sweep;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.JsonFile;
import dev.prospector.driver.record.RunDirectory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * {@code sweep.json}: which arms there are, and which run tells of each. Once an arm is told from a
 * pool it stays so, whatever else has been run by the time the sweep is submitted again.
 *
 * @param format of the file
 * @param prompts their ids, in their order
 * @param arms in their order
 */
public record SweepRecord(int format, List<String> prompts, List<Entry> arms) {
  /** The one that this version writes. */
  public static final int FORMAT = 1;

  private static final String NAME = "sweep.json";

  public SweepRecord {
    prompts = List.copyOf(prompts);
    arms = List.copyOf(arms);
  }

  /**
   * An arm.
   *
   * @param settings those in which arms differ
   * @param run the directory of the run that tells of it: below the sweep's, or anywhere
   * @param derived whether that run is a pool, and the arm itself did not run
   * @param candidates whole trajectories that a prompt may cost
   * @param nfeOfOne network evaluations of a whole trajectory
   * @param target what was searched for, in the words of {@code --verifier}
   * @param verifiers that it has scores by, the searched ones first
   * @param flops what its model takes; null where its bundle does not declare that
   */
  public record Entry(
      String name,
      SortedMap<String, String> settings,
      String run,
      boolean derived,
      long candidates,
      long nfeOfOne,
      String target,
      List<String> verifiers,
      DeclaredFlops flops) {
    public Entry {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(run, "run");
      settings = new TreeMap<>(settings);
      verifiers = List.copyOf(verifiers);
    }

    /** The run's directory. */
    public RunDirectory directory(String out) {
      return SweepDirectory.directory(out, run);
    }
  }

  /** Writes it in place of what stands there. */
  void write(String out, Configuration conf) throws IOException {
    RunDirectory root = new RunDirectory(new Path(out));
    FileSystem files = root.files(conf);
    Path file = new Path(root.root(), NAME);
    Path replacement = root.replacement(file, files);
    JsonFile.write(replacement, files, this);
    if (!replacement.equals(file)) {
      root.replace(file, replacement, files);
    }
  }

  /**
   * Reads it; none where no sweep has begun.
   *
   * @throws InvalidInputException if it can't be understood, or another version wrote it
   */
  public static Optional<SweepRecord> read(String out, Configuration conf) throws IOException {
    Path file = new Path(out, NAME);
    try {
      FileSystem files = new RunDirectory(new Path(out)).files(conf);
      SweepRecord record = JsonFile.read(file, files, SweepRecord.class);
      if (record.format != FORMAT) {
        throw new InvalidInputException(
            "%s: its format is %d, expected %d".formatted(file, record.format, FORMAT));
      }
      return Optional.of(record);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (JsonFile.Torn e) {
      throw new InvalidInputException(
          e.getMessage()
              + "; expected what a sweep has written. Without it the sweep begins anew,"
              + " and finds the runs that are there");
    }
  }
}
