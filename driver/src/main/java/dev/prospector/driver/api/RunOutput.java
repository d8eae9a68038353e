package dev.prospector.driver.api;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.DatasetCard;
import dev.prospector.driver.record.DurableFile;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunLease;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Opens and commits the directory of a run, which this process alone writes until it is closed. */
final class RunOutput implements AutoCloseable {
  private final RunDirectory directory;
  private final RunLease lease;
  private final Configuration conf;

  private RunOutput(RunDirectory directory, RunLease lease, Configuration conf) {
    this.directory = directory;
    this.lease = lease;
    this.conf = conf;
  }

  /**
   * Makes the directory and its first file, before anything is computed.
   *
   * @throws InvalidInputException if it holds a run already, whose rounds would be taken for this
   *     one's, or it can't be written; nothing is left behind then
   */
  static RunOutput begin(String out, RunRecord record, Configuration conf) {
    try {
      RunDirectory named = new RunDirectory(new Path(out));
      FileSystem files = named.files(conf);
      RunDirectory directory = new RunDirectory(files.makeQualified(named.root()));
      if (!RunRecordFile.isFree(directory, conf)) {
        throw new InvalidInputException(
            RunRecordFile.hasBegun(directory, conf)
                ? out
                    + ": holds a run already, expected a new directory, or that the run is resumed"
                : out + ": is a file or holds other files already, expected a new directory");
      }
      Path made = firstMissing(files, directory.root());
      try {
        return open(directory, record, false, conf);
      } catch (IOException | FSError e) {
        if (made != null) {
          files.delete(made, true);
        }
        throw e;
      }
    } catch (IOException | IllegalArgumentException | FSError e) {
      throw new InvalidInputException("%s: can't be written (%s)".formatted(out, e.getMessage()));
    }
  }

  /**
   * Opens the directory of a run that has begun, and says that not everything is there any more.
   *
   * @param takeOver whether to take it from a process that writes it
   * @throws InvalidInputException if another process writes it, or it can't be written
   */
  static RunOutput reopen(String out, RunRecord record, boolean takeOver, Configuration conf) {
    try {
      RunDirectory named = new RunDirectory(new Path(out));
      FileSystem files = named.files(conf);
      RunDirectory directory = new RunDirectory(files.makeQualified(named.root()));
      return open(directory, record, takeOver, conf);
    } catch (IOException | IllegalArgumentException | FSError e) {
      throw new InvalidInputException("%s: can't be written (%s)".formatted(out, e.getMessage()));
    }
  }

  private static RunOutput open(
      RunDirectory directory, RunRecord record, boolean takeOver, Configuration conf)
      throws IOException {
    RunLease lease = RunLease.take(directory, takeOver, conf);
    try {
      directory.files(conf).delete(directory.success(), false);
      RunRecordFile.begin(directory, conf, record);
      DatasetCard.write(directory, record, conf);
      return new RunOutput(directory, lease, conf);
    } catch (IOException | RuntimeException | Error e) {
      lease.close();
      throw e;
    }
  }

  private static Path firstMissing(FileSystem files, Path root) throws IOException {
    Path missing = null;
    for (Path path = root; path != null && !files.exists(path); path = path.getParent()) {
      missing = path;
    }
    return missing;
  }

  RunDirectory directory() {
    return directory;
  }

  /** What a store of this run is to hold while it writes. */
  RunLease lease() {
    return lease;
  }

  void write(RunRecord record) throws IOException {
    lease.requireHeld();
    RunRecordFile.write(directory, conf, record);
  }

  /** The same when something has failed, which is what matters if this fails too. */
  void writeIfPossible(RunRecord record, Throwable failure) {
    try {
      write(record);
    } catch (IOException | RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  /** Says that everything is there. */
  void commit() throws IOException {
    lease.requireHeld();
    Path success = directory.success();
    CommittedFile unused =
        DurableFile.write(success, directory.files(conf), directory.path(success), new byte[0]);
  }

  /** Lets others write the directory. */
  @Override
  public void close() {
    lease.close();
  }
}
